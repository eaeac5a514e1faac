package io.vmgate.simulator.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Addresses and device names made from names, so that they are the same in every run. */
final class Addresses {
  private Addresses() {}

  /** Make an address in the pod network of a node. */
  static String pod(String node, String podUid) {
    int block = 1 + Math.floorMod(node.hashCode(), 60);
    int number = Math.floorMod(podUid.hashCode(), 4 * 250);
    return "10.244." + (block * 4 + number / 250) + "." + (2 + number % 250);
  }

  static String secondary(String networkName, String instanceUid) {
    int number = Math.floorMod((networkName + instanceUid).hashCode(), 250);
    return "192.168." + (100 + Math.floorMod(networkName.hashCode(), 100)) + "." + (2 + number);
  }

  static String gateway(String networkName) {
    return "192.168." + (100 + Math.floorMod(networkName.hashCode(), 100)) + ".1";
  }

  static String mac(String seed) {
    int hash = seed.hashCode();
    return "52:54:00:%02x:%02x:%02x"
        .formatted((hash >> 16) & 0xff, (hash >> 8) & 0xff, hash & 0xff);
  }

  /**
   * Name the interface in the pod: "pod" and the first 11 hex digits of the name's SHA-256
   * (pkg/network/namescheme).
   */
  static String podInterface(String network) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(network.getBytes(StandardCharsets.UTF_8));
      return "pod" + HexFormat.of().formatHex(hash).substring(0, 11);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
