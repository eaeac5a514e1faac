package io.vmgate.application.access;

import java.time.Duration;

/** Tries whether an address answers. */
public interface ReachabilityProbe {
  /**
   * Open a TCP connection and close it again; nothing is sent.
   *
   * @param host an address or a name
   * @param patience how long to wait for an answer
   */
  Outcome connect(String host, int port, Duration patience);

  /**
   * What came of it.
   *
   * @param after how long that took
   */
  record Outcome(Answer answer, Duration after) {}

  /** How an address answers. */
  enum Answer {
    /** A connection was opened. */
    CONNECTED,
    /** The other side is there and nothing listens. */
    REFUSED,
    /** Nothing came back in time: a firewall, a network policy, or nobody at all. */
    TIMED_OUT,
    /** There is no way to it from where the platform is. */
    NO_ROUTE,
    /** The name leads to no address. */
    UNKNOWN_HOST,
    /** The connection failed in another way. */
    FAILED
  }
}
