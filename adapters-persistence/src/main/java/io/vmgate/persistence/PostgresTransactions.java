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
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
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
    return run(tenant.value(), false, work);
  }

  /** Run work of the platform itself; it sees no tenant-owned row at all. */
  public <T extends @Nullable Object> T outsideTenants(Supplier<T> work) {
    return run("", false, work);
  }

  /**
   * Run work of the platform itself on what was made for all tenants alike, such as the log of
   * changes. Never for a caller's sake: to do what somebody asked for is work within one tenant.
   */
  public <T extends @Nullable Object> T acrossTenants(Supplier<T> work) {
    return run("", true, work);
  }

  /**
   * Run work in the transaction that surrounds the call, with whatever that may see, or in one of
   * its own that sees no tenant's rows.
   */
  public <T extends @Nullable Object> T joined(Supplier<T> work) {
    try {
      return operations.executeWrite(_ -> work.get());
    } catch (RuntimeException thrown) {
      throw DatabaseFailures.translate(thrown);
    }
  }

  private <T extends @Nullable Object> T run(String tenant, boolean across, Supplier<T> work) {
    try {
      return operations.executeWrite(
          status -> {
            enter(status.getConnection(), tenant, across);
            return work.get();
          });
    } catch (RuntimeException thrown) {
      throw DatabaseFailures.translate(thrown);
    }
  }

  /** Until the transaction ends, however it ends: a pooled connection takes nothing along. */
  private static void enter(Connection connection, String tenant, boolean across)
      throws SQLException {
    try (PreparedStatement enter =
        connection.prepareStatement(
            "SELECT set_config('vmgate.tenant', ?, true), set_config('vmgate.across', ?, true)")) {
      enter.setString(1, tenant);
      enter.setString(2, across ? "on" : "");
      enter.execute();
    }
  }
}
