package io.vmgate.domain.access;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Name a service within its namespace: a DNS label that begins with a letter (RFC 1035 §2.3.1).
 *
 * @param value 1–63 lower-case letters, digits and dashes
 */
public record ServiceName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final int LONGEST_STEM = 40;

  public ServiceName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a name of a service: " + value);
    }
  }

  /** Read a name; empty when no service could have it. */
  public static Optional<ServiceName> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ServiceName(text)) : Optional.empty();
  }

  /**
   * Make a name that tells the machine and the type, and is like no other.
   *
   * @param machine name of the machine
   * @param chance its last digits make the difference
   */
  public static ServiceName generated(String machine, ServiceType type, UUID chance) {
    String stem = machine.replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+", "");
    String kept = stem.length() > LONGEST_STEM ? stem.substring(0, LONGEST_STEM) : stem;
    String kind =
        switch (type) {
          case NODE_PORT -> "np";
          case LOAD_BALANCER -> "lb";
          case CLUSTER_IP -> "ip";
        };
    String name = (kept.isEmpty() ? "vm" : kept.replaceAll("-+$", "")) + "-" + kind + "-";
    return new ServiceName(
        name + HexFormat.of().toHexDigits(chance.getLeastSignificantBits()).substring(8));
  }

  @Override
  public String toString() {
    return value;
  }
}
