package io.vmgate.kubevirt.vm.digest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of a Node. */
public record NodeDigest(
    Instant createdAt, boolean ready, @Nullable String externalIp, @Nullable String internalIp) {
  /** Where it can be reached, best from outside; null when nowhere. */
  public @Nullable String host() {
    return externalIp == null ? internalIp : externalIp;
  }
}
