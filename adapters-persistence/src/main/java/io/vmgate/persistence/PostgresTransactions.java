package io.vmgate.persistence;

import io.micronaut.transaction.TransactionOperations;
import io.vmgate.domain.tenant.TenantId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction and says, for row-level security, on whose behalf.
 *
 * <p>Work that throws is rolled back. A call inside another joins it, so the two must be of the
 * same tenant.
 *
 * <p>Both methods throw {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; if that happened while committing, nobody knows whether the work was kept.
 */
@Singleton
public final class PostgresTransactions {
  private final TransactionOperations<Connection> operations;

  PostgresTransactions(TransactionOperations<Connection> operations) {
    this.operations = operations;
  }

  /** Run work that sees and writes the rows of this tenant and of no other. */
  public <T extends @Nullable Object> T inTenant(TenantId tenant, Supplier<T> work) {
    return run(tenant.value(), work);
  }

  /** Run work of the platform itself; it sees no tenant-owned row at all. */
  public <T extends @Nullable Object> T outsideTenants(Supplier<T> work) {
    return run("", work);
  }

  private <T extends @Nullable Object> T run(String tenant, Supplier<T> work) {
    try {
      return operations.executeWrite(
          status -> {
            enter(status.getConnection(), tenant);
            return work.get();
          });
    } catch (RuntimeException thrown) {
      throw DatabaseFailures.translate(thrown);
    }
  }

  /** Until the transaction ends, however it ends: a pooled connection takes nothing along. */
  private static void enter(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement enter =
        connection.prepareStatement("SELECT set_config('vmgate.tenant', ?, true)")) {
      enter.setString(1, tenant);
      enter.execute();
    }
  }
}
