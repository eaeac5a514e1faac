package io.vmgate.persistence.auth;

import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.bus.Doorbell;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.persistence.PersistenceSettings;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.persistence.Remembered;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps withdrawn sign-ins in PostgreSQL and answers from a copy in memory, which hears of what
 * other replicas withdraw by the doorbell, and reads it now and then besides.
 */
@Singleton
final class PostgresSignInBook implements SignInBook, Doorbell.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSignInBook.class);
  private static final String CHANNEL = "sign_in_withdrawn";

  private final PostgresTransactions transactions;
  private final WithdrawnSignInRows rows;
  private final Doorbell doorbell;
  private final InstantSource clock;
  private final Remembered<Set<UUID>> known;

  /** Heard of since {@link #known} was read, or longer ago. */
  private final Set<UUID> heard = ConcurrentHashMap.newKeySet();

  private final Doorbell.Hearing hearing;

  PostgresSignInBook(
      PostgresTransactions transactions,
      WithdrawnSignInRows rows,
      Doorbell doorbell,
      InstantSource clock,
      PersistenceSettings settings) {
    this.transactions = transactions;
    this.rows = rows;
    this.doorbell = doorbell;
    this.clock = clock;
    this.known = new Remembered<>("withdrawn sign-ins", this::read, settings.refreshInterval());
    this.hearing = doorbell.listen(CHANNEL, this);
  }

  @Override
  public void withdraw(SignInId signIn, Instant until) {
    if (!until.isAfter(clock.instant())) {
      return; // its token is refused already
    }
    transactions.outsideTenants(
        () -> {
          rows.removeExpired(clock.instant());
          int added = rows.add(signIn.value(), until);
          doorbell.ring(CHANNEL, signIn.toString());
          return added;
        });
    known.refresh();
  }

  @Override
  public boolean isWithdrawn(SignInId signIn) {
    return known.get().contains(signIn.value()) || heard.contains(signIn.value());
  }

  @Override
  public void rung(String payload) {
    heard.add(UUID.fromString(payload));
    readSoon();
  }

  @Override
  public void mayHaveMissed() {
    readSoon();
  }

  @PreDestroy
  void stop() {
    hearing.close();
    known.close();
  }

  private void readSoon() {
    Thread.ofVirtual()
        .name("read-withdrawn-sign-ins")
        .start(
            () -> {
              try {
                Set<UUID> before = Set.copyOf(heard);
                known.refresh(); // knows those now that are still good
                heard.removeAll(before);
              } catch (FailureException away) {
                LOG.debug("read again later: {}", away.getMessage());
              }
            });
  }

  private Set<UUID> read() {
    return transactions.outsideTenants(() -> rows.listGood(clock.instant())).stream()
        .map(WithdrawnSignInRow::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
