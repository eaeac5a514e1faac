package io.vmgate.persistence.stream;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.application.stream.LoggedChange;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and forgets what {@link ChangeRows} has written to PostgreSQL. */
@Singleton
final class PostgresChangeLog implements ChangeLog {
  private static final int FORGOTTEN_AT_ONCE = 5_000;
  private static final double MILLIS = 1_000;

  /** All in one statement, for one snapshot decides what is there and what may still come. */
  private static final String REPLAY =
      """
      SELECT state.identity, state.oldest::text AS oldest,
             pg_snapshot_xmin(now.snapshot)::text AS horizon,
             pg_snapshot_xmax(now.snapshot)::text AS future,
             log.id, log.kind, log.body
      FROM (SELECT pg_current_snapshot() AS snapshot) now
      CROSS JOIN change_log_state state
      LEFT JOIN LATERAL (
        SELECT id, kind, body FROM change_log
        WHERE tenant_id = ? AND xid >= CAST(? AS xid8)
        ORDER BY id DESC LIMIT ?) log ON true
      ORDER BY log.id
      """;

  private static final String FORGET =
      """
      WITH old AS (
        SELECT id FROM change_log ORDER BY id LIMIT ?),
      gone AS (
        DELETE FROM change_log
        WHERE id IN (SELECT id FROM old)
          AND created_at < clock_timestamp() - make_interval(secs => ?)
        RETURNING xid)
      SELECT count(*), (SELECT xid::text FROM gone ORDER BY xid DESC LIMIT 1) FROM gone
      """;

  private final PostgresTransactions transactions;
  private final JdbcOperations jdbc;
  private final ChangeCodecs codecs;

  PostgresChangeLog(PostgresTransactions transactions, JdbcOperations jdbc, ChangeCodecs codecs) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.codecs = codecs;
  }

  @Override
  public Replay replay(TenantId tenant, StreamPoint from, int most) {
    return transactions.inTenant(
        tenant,
        () ->
            jdbc.prepareStatement(
                REPLAY,
                statement -> {
                  statement.setString(1, tenant.value());
                  statement.setString(2, Long.toString(from.position()));
                  statement.setInt(3, most + 1);
                  try (ResultSet rows = statement.executeQuery()) {
                    return replay(tenant, from, most, rows);
                  }
                }));
  }

  @Override
  public int forget(Duration age) {
    int forgotten = 0;
    int now;
    do {
      now = transactions.acrossTenants(() -> forgetSome(age));
      forgotten += now;
    } while (now >= FORGOTTEN_AT_ONCE);
    return forgotten;
  }

  private Replay replay(TenantId tenant, StreamPoint from, int most, ResultSet rows)
      throws SQLException {
    List<LoggedChange> changes = new ArrayList<>();
    StreamPoint upTo = null;
    long oldest = 0;
    long future = 0;
    int found = 0;
    while (rows.next()) {
      upTo = new StreamPoint(rows.getObject("identity", UUID.class), position(rows, "horizon"));
      oldest = position(rows, "oldest");
      future = position(rows, "future");
      long id = rows.getLong("id");
      if (!rows.wasNull()) {
        found++;
        codecs
            .read(id, rows.getString("kind"), tenant.value(), rows.getString("body"))
            .ifPresent(changes::add);
      }
    }
    if (upTo == null) {
      throw new PlatformFailure.DatabaseUnreachable().toException(); // it was never read
    }
    if (!from.log().equals(upTo.log()) || from.position() > future) {
      return new Replay.Lost(ResetReason.UNKNOWN_POINT, upTo);
    }
    if (from.position() < oldest) {
      return new Replay.Lost(ResetReason.TOO_OLD, upTo);
    }
    return found <= most
        ? new Replay.Whole(changes, upTo)
        : new Replay.Latest(
            changes.subList(Math.max(0, changes.size() - most), changes.size()), upTo);
  }

  private int forgetSome(Duration age) {
    boolean mine =
        jdbc.prepareStatement(
            "SELECT pg_try_advisory_xact_lock(hashtext('vmgate: forget changes'))",
            statement -> {
              try (ResultSet lock = statement.executeQuery()) {
                return lock.next() && lock.getBoolean(1);
              }
            });
    return mine ? forgetOldest(age) : 0;
  }

  private int forgetOldest(Duration age) {
    return jdbc.prepareStatement(
        FORGET,
        statement -> {
          statement.setInt(1, FORGOTTEN_AT_ONCE);
          statement.setDouble(2, age.toMillis() / MILLIS);
          try (ResultSet forgotten = statement.executeQuery()) {
            forgotten.next();
            String last = forgotten.getString(2);
            if (last != null) {
              noteOldest(Long.parseLong(last) + 1);
            }
            return forgotten.getInt(1);
          }
        });
  }

  private void noteOldest(long position) {
    jdbc.prepareStatement(
        "UPDATE change_log_state SET oldest = greatest(oldest, CAST(? AS xid8))",
        statement -> {
          statement.setString(1, Long.toString(position));
          return statement.executeUpdate();
        });
  }

  private static long position(ResultSet rows, String column) throws SQLException {
    return Long.parseLong(rows.getString(column));
  }
}
