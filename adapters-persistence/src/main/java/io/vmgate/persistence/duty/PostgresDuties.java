package io.vmgate.persistence.duty;

import io.vmgate.application.duty.Duties;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Keeps who has which duty in PostgreSQL, by the database's own clock. */
@Singleton
public final class PostgresDuties implements Duties {
  private static final double MILLIS = 1_000;

  private final PostgresTransactions transactions;
  private final DutyRows rows;

  PostgresDuties(PostgresTransactions transactions, DutyRows rows) {
    this.transactions = transactions;
    this.rows = rows;
  }

  @Override
  public Optional<Duty> take(String name, UUID replica, Duration term) {
    return transactions.outsideTenants(
        () -> {
          rows.add(name);
          return rows.take(name, replica, term.toMillis() / MILLIS).stream()
              .map(row -> new Duty(name, replica, row.number(), row.vacantSince()))
              .findFirst();
        });
  }

  @Override
  public void release(Duty duty) {
    transactions.outsideTenants(() -> rows.release(duty.name(), duty.holder(), duty.number()));
  }

  /**
   * Tell whether the duty is still the holder's, and keep it so until the surrounding transaction
   * ends.
   */
  public boolean holds(Duty duty) {
    return !rows.share(duty.name(), duty.holder(), duty.number()).isEmpty();
  }
}
