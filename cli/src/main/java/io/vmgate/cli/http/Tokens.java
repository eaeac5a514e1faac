package io.vmgate.cli.http;

import org.jspecify.annotations.Nullable;

/** What calls show of who makes them. */
public interface Tokens {
  /** What to call with now; null to call without any. */
  @Nullable String current();

  /**
   * Get another one in place of one that has expired.
   *
   * @return whether there is another one now; else whoever calls has to sign in again
   * @throws ServerErrorException when the server cannot say at the moment
   * @throws UnreachableException when nobody answers
   */
  boolean renew(String expired);

  /** One for all calls, which nobody can renew; null for none. */
  static Tokens only(@Nullable String token) {
    return new Tokens() {
      @Override
      public @Nullable String current() {
        return token;
      }

      @Override
      public boolean renew(String expired) {
        return false;
      }
    };
  }
}
