package io.vmgate.simulator.store;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes ids out of names. */
public final class Uids {
  private Uids() {}

  /** Make the uid of what these words name; equal words give equal uids. */
  public static String of(String... words) {
    return UUID.nameUUIDFromBytes(String.join("/", words).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
