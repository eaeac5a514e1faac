package io.vmgate.domain.planted;

import java.time.Instant;
import java.util.UUID;

public final class HiddenTimeHelper {
  private HiddenTimeHelper() {}

  public static String stamp() {
    String stamp = UUID.randomUUID() + " " + Instant.now();
    System.out.println(stamp);
    return stamp;
  }
}
