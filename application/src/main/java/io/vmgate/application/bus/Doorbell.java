package io.vmgate.application.bus;

/**
 * Wakes all replicas that listen, this one included, within milliseconds.
 *
 * <p>A ring says that there is something to look at, and is no safe place for what that is: rings
 * are lost while a replica is cut off from the database. It is told so when it is back.
 */
public interface Doorbell {
  /** The most bytes of UTF-8 that a payload has. */
  int MOST_BYTES = 7_000;

  /**
   * Ring once whatever surrounds the call has been committed; not at all if that is undone. Outside
   * of a transaction ring at once.
   *
   * @param channel 1–40 lower-case letters and underscores
   * @param payload at most {@value #MOST_BYTES} bytes; equal rings of one transaction may be one
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  void ring(String channel, String payload);

  /**
   * Hear rings, from when the listener is first told that it may have missed some until the answer
   * is closed. Returns at once, also while the database is away.
   */
  Hearing listen(String channel, Listener listener);

  /** Somebody who listens. One thread calls, and each call must return at once. */
  interface Listener {
    /** It rang. */
    void rung(String payload);

    /**
     * It may have rung unheard, and is heard from now on: whatever a ring might have been about
     * must be looked at. Also called once when listening has begun.
     */
    void mayHaveMissed();
  }

  /** Listening, until it is closed; closing twice does nothing. */
  interface Hearing extends AutoCloseable {
    @Override
    void close();
  }
}
