package io.vmgate.testkit.auth;

import io.vmgate.application.auth.SignInBook;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.SignInId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers withdrawn sign-ins in memory. */
public final class InMemorySignInBook implements SignInBook {
  private final Map<SignInId, Instant> withdrawn = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private volatile boolean unreachable;

  public InMemorySignInBook(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void withdraw(SignInId signIn, Instant until) {
    if (unreachable) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    withdrawn.put(signIn, until);
  }

  /** From now on, fail to withdraw as if the database were away, or do not. */
  public void setUnreachable(boolean away) {
    unreachable = away;
  }

  @Override
  public boolean isWithdrawn(SignInId signIn) {
    Instant until = withdrawn.get(signIn);
    return until != null && until.isAfter(clock.instant());
  }
}
