package io.vmgate.simulator.service;

import java.net.SocketAddress;

/** What is behind a port of a guest. */
public sealed interface GuestPort {
  /** A stand-in of the simulator's answers. */
  record StandIn() implements GuestPort {}

  /** A listener on this machine answers. */
  record Elsewhere(SocketAddress address) implements GuestPort {}

  /** The guest's interface lets nothing through to it. */
  record Closed() implements GuestPort {}

  /** Finds what is behind a port. */
  @FunctionalInterface
  interface Finder {
    /**
     * Find it.
     *
     * @param guest name of the instance; empty for a pod without one
     */
    GuestPort find(String namespace, String guest, int port);
  }
}
