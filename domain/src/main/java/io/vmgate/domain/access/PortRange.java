package io.vmgate.domain.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bound port numbers.
 *
 * @param first included; 1 at least
 * @param last included; 65535 at most
 */
public record PortRange(int first, int last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  /** What a port can be. */
  public static final PortRange ALL = new PortRange(1, 65_535);

  /** Where a cluster opens ports on its nodes unless it is told otherwise. */
  public static final PortRange USUAL_NODE_PORTS = new PortRange(30_000, 32_767);

  public PortRange {
    if (first < 1 || last > 65_535 || first > last) {
      throw new IllegalArgumentException("no range of ports: " + first + "-" + last);
    }
  }

  /** Read {@code first-last}; empty when the text is no such range. */
  public static Optional<PortRange> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = Integer.parseInt(matcher.group(2));
    return first >= 1 && last <= ALL.last && first <= last
        ? Optional.of(new PortRange(first, last))
        : Optional.empty();
  }

  /** Whether the port is within. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  /** What both contain; empty where they have nothing in common. */
  public Optional<PortRange> within(PortRange other) {
    int from = Math.max(first, other.first);
    int to = Math.min(last, other.last);
    return from <= to ? Optional.of(new PortRange(from, to)) : Optional.empty();
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
