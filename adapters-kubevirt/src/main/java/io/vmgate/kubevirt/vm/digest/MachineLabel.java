package io.vmgate.kubevirt.vm.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes a machine's name into what KubeVirt marks its launcher pod by. */
public final class MachineLabel {
  /** A label that is as long as this may stand for a longer name. */
  public static final int MOST = 63;

  private static final int KEPT = 54;
  private static final int HASH_BYTES = 4;

  private MachineLabel() {}

  /** The name itself; a longer one is cut and made unique again by a hash. */
  public static String of(String name) {
    if (name.length() <= MOST) {
      return name;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
      return name.substring(0, KEPT) + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** The host name of a guest that was given none (KubeVirt: the first label of the name). */
  public static String hostname(String name) {
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    return first.length() <= MOST ? first : first.substring(0, MOST);
  }
}
