package io.vmgate.rest.client;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses out of text without ever asking a name server. */
final class Addresses {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(\\d{1,3}\\.){0,3}\\d{0,3}");
  private static final Pattern IPV4_WITH_PORT = Pattern.compile("([\\d.]+):\\d{1,5}");
  private static final Pattern IN_BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+)](:\\d{1,5})?");
  private static final int LONGEST = 45;

  private Addresses() {}

  /** Read an address; empty when it is none, or one that means different things to people. */
  static Optional<InetAddress> parse(String text) {
    if (text.length() > LONGEST || !IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Read an address as it stands in a forwarded header: with a port, in brackets, or bare. */
  static Optional<InetAddress> parseHop(String text) {
    Matcher brackets = IN_BRACKETS.matcher(text);
    if (brackets.matches()) {
      return parse(brackets.group(1));
    }
    Matcher withPort = IPV4_WITH_PORT.matcher(text);
    return parse(withPort.matches() ? withPort.group(1) : text);
  }
}
