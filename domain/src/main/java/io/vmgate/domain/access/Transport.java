package io.vmgate.domain.access;

import java.util.Arrays;
import java.util.Optional;

/** Say what a port carries. The names are those of the contract and of the cluster. */
public enum Transport {
  TCP,
  UDP,
  /** Seen in services that others made; the platform publishes none. */
  SCTP;

  /** Find the transport of that word; empty when there is none. */
  public static Optional<Transport> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(each -> each.name().equals(wireName)).findFirst();
  }
}
