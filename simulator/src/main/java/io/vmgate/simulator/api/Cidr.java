package io.vmgate.simulator.api;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** A range of addresses as it stands in an object. */
final class Cidr {
  static final String RULE = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

  private final byte[] address;
  private final int bits;

  private Cidr(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /** Read a range such as {@code 10.9.8.0/24}; null if it is none. */
  static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = slash < 0 ? null : address(text.substring(0, slash));
    if (address == null || !text.substring(slash + 1).matches("0|[1-9]\\d{0,2}")) {
      return null;
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    return bits > address.length * 8 ? null : new Cidr(address, bits);
  }

  /** Read an address in figures; null if it is none. */
  static byte @Nullable [] address(String text) {
    // Brackets and zones belong to URLs.
    return text.matches("[0-9a-fA-F.:]+") ? NetUtil.createByteArrayFromIpAddressString(text) : null;
  }

  /** Tell whether an address lies within. */
  boolean contains(byte[] other) {
    return other.length == address.length && sharesBits(other);
  }

  /** Tell whether a range lies within this one and is smaller. */
  boolean isWiderThan(Cidr other) {
    return other.address.length == address.length && other.bits > bits && sharesBits(other.address);
  }

  private boolean sharesBits(byte[] other) {
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
