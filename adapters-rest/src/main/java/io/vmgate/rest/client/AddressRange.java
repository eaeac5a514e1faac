package io.vmgate.rest.client;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8} (RFC 4632 §3.1, RFC 4291
 * §2.3); without a length, one address.
 */
record AddressRange(InetAddress first, int prefixBits) {
  /**
   * Read a range as people write it.
   *
   * @throws IllegalArgumentException when it is none
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    InetAddress first =
        Addresses.parse(literal)
            .orElseThrow(() -> new IllegalArgumentException("not an address: " + literal));
    int most = first.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1)).orElse(-1);
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("not a range of addresses: " + text);
    }
    return new AddressRange(first, bits);
  }

  boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] theirs = address.getAddress();
    int whole = prefixBits / Byte.SIZE;
    int rest = prefixBits % Byte.SIZE;
    if (mine.length != theirs.length || !Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
      return false;
    }
    int mask = 0xFF << (Byte.SIZE - rest);
    return rest == 0 || (mine[whole] & mask) == (theirs[whole] & mask);
  }

  private static Optional<Integer> bits(String text) {
    return text.matches("\\d{1,3}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }
}
