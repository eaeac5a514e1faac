package io.vmgate.testkit.access;

import io.vmgate.domain.access.AddressBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells which addresses lie in a block. */
public final class AddressBlocks {
  private AddressBlocks() {}

  /** Whether the address, IPv4 or IPv6 in figures, lies in the block. */
  public static boolean contains(AddressBlock block, String address) {
    int slash = block.value().indexOf('/');
    byte[] net = bytes(block.value().substring(0, slash));
    byte[] host = bytes(address);
    int prefix = Integer.parseInt(block.value().substring(slash + 1));
    if (net.length != host.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((net[bit / 8] & mask) != (host[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String figures) {
    try {
      return InetAddress.getByName(figures).getAddress();
    } catch (UnknownHostException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
