package io.vmgate.domain.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Name a block of addresses in CIDR form (RFC 4632, RFC 4291 §2.3).
 *
 * @param value canonical: no bit set behind the prefix
 */
public record AddressBlock(String value) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
  private static final int BYTE_BITS = 8;

  /**
   * Read a block, or one address alone; empty when the text is neither, or sets bits behind the
   * prefix: that is almost always a mistake in one of the two.
   */
  public static Optional<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    byte[] address = address(host);
    if (address.length == 0) {
      return Optional.empty();
    }
    int bits = address.length * BYTE_BITS;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
    if (prefix < 0 || hasBitsBehind(address, prefix)) {
      return Optional.empty();
    }
    return Optional.of(new AddressBlock(host(address) + "/" + prefix));
  }

  @Override
  public String toString() {
    return value;
  }

  private static byte[] address(String host) {
    boolean isIpv4 = IPV4.matcher(host).matches();
    if (!isIpv4 && !(host.contains(":") && IPV6.matcher(host).matches())) {
      return new byte[0];
    }
    try {
      byte[] address = InetAddress.ofLiteral(host).getAddress();
      return isIpv4 == (address.length == 4) ? address : new byte[0];
    } catch (IllegalArgumentException malformed) {
      return new byte[0];
    }
  }

  private static String host(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four or sixteen bytes are an address", impossible);
    }
  }

  private static int prefix(String text, int most) {
    if (!text.matches("\\d{1,3}")) {
      return -1;
    }
    int prefix = Integer.parseInt(text);
    return prefix <= most ? prefix : -1;
  }

  private static boolean hasBitsBehind(byte[] address, int prefix) {
    for (int bit = prefix; bit < address.length * BYTE_BITS; bit++) {
      if ((address[bit / BYTE_BITS] >> (BYTE_BITS - 1 - bit % BYTE_BITS) & 1) != 0) {
        return true;
      }
    }
    return false;
  }
}
