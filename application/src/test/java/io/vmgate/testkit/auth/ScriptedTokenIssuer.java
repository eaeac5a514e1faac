package io.vmgate.testkit.auth;

import io.vmgate.application.auth.TokenIssuer;
import io.vmgate.domain.auth.Caller;
import java.time.Duration;
import java.time.InstantSource;

/** Issues tokens that say in plain words whose they are: {@code token of acme/ann}. */
public final class ScriptedTokenIssuer implements TokenIssuer {
  /** How long each token lives. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private final InstantSource clock;

  /** Date the tokens by this clock. */
  public ScriptedTokenIssuer(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public IssuedToken issue(Caller caller) {
    return new IssuedToken(
        "token of " + caller.tenant() + "/" + caller.username(), clock.instant().plus(LIFETIME));
  }
}
