package io.vmgate.application.auth;

import io.vmgate.domain.auth.Caller;
import java.time.Instant;

/** Hands out what a signed-in caller shows at every later call. */
public interface TokenIssuer {
  /**
   * Issue a token for the caller that every replica accepts until it expires. A caller may be given
   * any number of them under one sign-in.
   *
   * @param caller signed in: with a {@link Caller#signIn}
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable} while no signing key could be read
   *     yet
   */
  IssuedToken issue(Caller caller);

  /** A token and its end. */
  record IssuedToken(String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "IssuedToken[until " + expiresAt + "]"; // the token belongs in no log
    }
  }
}
