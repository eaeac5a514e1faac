package io.vmgate.domain.vm;

import java.util.Arrays;
import java.util.Optional;

/** Name a way to a machine's console, in the order in which clients should prefer them. */
public enum ConsoleProtocol {
  VNC("vnc"),
  SPICE("spice"),
  SERIAL("serial");

  private final String wireName;

  ConsoleProtocol(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract. */
  public String wireName() {
    return wireName;
  }

  /** Find the protocol of that word; empty when there is none. */
  public static Optional<ConsoleProtocol> ofWireName(String wireName) {
    return Arrays.stream(values())
        .filter(protocol -> protocol.wireName.equals(wireName))
        .findFirst();
  }

  /**
   * Whether a machine that stands like this can be reached: it must have a process, which a paused
   * or migrating one has. KubeVirt forwards no port to a paused one.
   */
  public boolean isOpenWhile(VmStatus status) {
    return switch (status) {
      case RUNNING, MIGRATING -> true;
      case PAUSED -> this != SPICE;
      case STOPPED, PENDING, STARTING, STOPPING, TERMINATING, ERROR, UNKNOWN -> false;
    };
  }

  /**
   * Whether it can be looked at without being answered: a SPICE client must speak on each of its
   * channels before it is shown anything, and nobody here reads what it says.
   */
  public boolean isWatchable() {
    return this != SPICE;
  }
}
