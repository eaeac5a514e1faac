package io.vmgate.application.auth;

import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.domain.auth.SigningKeyPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Replace the signing key when it is old and forget those that nothing was signed with any more.
 * Called by a schedule, as often as it likes and by any number of replicas at once.
 */
public final class RenewSigningKeys {
  private final SigningKeyBook book;
  private final SigningKeyPolicy policy;
  private final InstantSource clock;

  /** Keep the keys of this book within the policy. */
  public RenewSigningKeys(SigningKeyBook book, SigningKeyPolicy policy, InstantSource clock) {
    this.book = book;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Renew what is due.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public Renewal renew() {
    Instant now = clock.instant();
    Optional<SigningKey> made = book.rotateIfMadeBefore(policy.dueBefore(now));
    List<Instant> ages = book.keys().stream().map(SigningKey::createdAt).toList();
    int forgotten = book.forgetOlderThan(policy.forgettableBefore(ages, now));
    return new Renewal(made.isPresent(), forgotten);
  }

  /**
   * What was done.
   *
   * @param rotated whether a new key was made
   * @param forgotten how many keys were forgotten
   */
  public record Renewal(boolean rotated, int forgotten) {}
}
