package io.vmgate.application.limit;

import io.vmgate.domain.limit.Limit;

/**
 * The limits that there are.
 *
 * @param calls of one user, whatever is called; counted in portions, since every call pays for it
 * @param signInsByName tries to sign in under one name, whether it exists or not
 * @param signInsByAddress tries to sign in from one client address
 * @param consoleTickets console tickets that one user asks for
 */
public record Limits(
    Limit calls, Limit signInsByName, Limit signInsByAddress, Limit consoleTickets) {
  /** What holds unless an operator says otherwise. */
  public static final Limits USUAL = perMinute(600, 10, 30, 5);

  /** Nothing is limited. */
  public static final Limits OFF = perMinute(0, 0, 0, 0);

  /** Set so many a minute of each; 0 for no limit. */
  public static Limits perMinute(
      int calls, int signInsByName, int signInsByAddress, int consoleTickets) {
    return new Limits(
        Limit.inPortions("calls", calls),
        Limit.exact("sign-ins-by-name", signInsByName),
        Limit.exact("sign-ins-by-address", signInsByAddress),
        Limit.exact("console-tickets", consoleTickets));
  }
}
