package io.vmgate.testkit.auth;

import io.vmgate.application.auth.PasswordHasher;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes in no time and to nobody's protection; counts how often it was asked to check. */
public final class PlainPasswordHasher implements PasswordHasher {
  private final AtomicInteger salts = new AtomicInteger();
  private final AtomicInteger checks = new AtomicInteger();

  @Override
  public String hash(String password) {
    return "plain:" + salts.incrementAndGet() + ":" + password;
  }

  @Override
  public boolean matches(String password, String hash) {
    if (!understands(hash)) {
      throw new IllegalArgumentException("not a hash of this hasher");
    }
    checks.incrementAndGet();
    return hash.substring(hash.indexOf(':', "plain:".length()) + 1).equals(password);
  }

  @Override
  public boolean understands(String hash) {
    return hash.matches("(?s)plain:\\d+:.*");
  }

  /** How many hashes were checked so far. */
  public int checks() {
    return checks.get();
  }
}
