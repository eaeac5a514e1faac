package io.vmgate.domain.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Say where a call comes from, as far as that can be believed. */
public record ClientAddress(InetAddress value) {
  private static final int NETWORK_BYTES = 8; // RFC 4291 §2.5.1: a /64 is one subscriber's line

  /**
   * What stands for one subscriber: an IPv4 address as it is, of an IPv6 address the first 64 bits,
   * since whoever has one of those addresses has all of them.
   */
  public String subscriber() {
    if (!(value instanceof Inet6Address)) {
      return value.getHostAddress();
    }
    byte[] network =
        Arrays.copyOf(Arrays.copyOf(value.getAddress(), NETWORK_BYTES), 2 * NETWORK_BYTES);
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/64";
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("sixteen bytes are an address", impossible);
    }
  }

  /** The address alone, without a name or an interface. */
  @Override
  public String toString() {
    String text = value.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
