package io.vmgate.persistence.stream;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.LoggedChange;
import io.vmgate.application.stream.StreamFigures;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.persistence.bus.BusReader;
import io.vmgate.persistence.bus.PostgresDoorbell;
import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the log to its end again and again, each change once, and hands it to the fan-out. */
@Context
@Requires(beans = ChangeFanOut.class)
final class ChangeTail implements BusReader {
  /** The most that is read at once; who listens has room for far less. */
  private static final int MOST_CHANGES = 10_000;

  /**
   * What has become visible since the last read; with it what is needed for the next. The row of
   * the state is there also when nothing has changed. Something may have been forgotten unseen if
   * it is of a transaction that began after the last read, or was open then and is no more.
   */
  private static final String NEWS =
      """
      SELECT state.identity, now.snapshot::text AS snapshot,
             pg_snapshot_xmin(now.snapshot)::text AS horizon,
             state.oldest > pg_snapshot_xmax(last.snapshot)
               OR EXISTS (
                 SELECT FROM pg_snapshot_xip(last.snapshot) AS open (xid)
                 WHERE open.xid < state.oldest
                   AND pg_visible_in_snapshot(open.xid, now.snapshot)) AS forgotten,
             log.id, log.kind, log.tenant_id, log.body,
             extract(epoch FROM clock_timestamp() - log.created_at) AS age
      FROM (SELECT pg_current_snapshot() AS snapshot) now
      CROSS JOIN (SELECT CAST(? AS pg_snapshot) AS snapshot) last
      CROSS JOIN change_log_state state
      LEFT JOIN LATERAL (
        SELECT id, kind, tenant_id, body, created_at FROM change_log
        WHERE xid >= pg_snapshot_xmin(CAST(? AS pg_snapshot))
          AND NOT pg_visible_in_snapshot(xid, CAST(? AS pg_snapshot))
        ORDER BY id LIMIT ?) log ON true
      ORDER BY log.id
      """;

  private final PostgresDoorbell bus;
  private final ChangeFanOut fanOut;
  private final ChangeCodecs codecs;
  private final LogIdentity identity;
  private final StreamFigures figures;
  private @Nullable String seen; // a snapshot: what it shows has been handed on
  private @Nullable UUID log;
  private @Nullable Connection checked;

  ChangeTail(PostgresDoorbell bus, ChangeFanOut fanOut, ChangeCodecs codecs, LogIdentity identity) {
    this.bus = bus;
    this.fanOut = fanOut;
    this.codecs = codecs;
    this.identity = identity;
    this.figures = fanOut.figures();
  }

  @PostConstruct
  void start() {
    bus.add(this);
  }

  @Override
  public String channel() {
    return "change";
  }

  @Override
  public void read(Connection connection) throws SQLException {
    if (checked != connection) {
      identity.ensure(connection); // it may be another server than the last one
      checked = connection;
    }
    if (!readNews(connection)) {
      identity.ensure(connection);
      readNews(connection);
    }
    figures.read();
  }

  /** Answers whether there was a log at all. */
  private boolean readNews(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEWS)) {
      String since = seen == null ? LogIdentity.snapshot(connection) : seen;
      statement.setString(1, since);
      statement.setString(2, since);
      statement.setString(3, since);
      statement.setInt(4, MOST_CHANGES + 1);
      try (ResultSet rows = statement.executeQuery()) {
        return handOn(rows);
      }
    }
  }

  private boolean handOn(ResultSet rows) throws SQLException {
    List<LoggedChange> news = new ArrayList<>();
    UUID current = null;
    String snapshot = null;
    long horizon = 0;
    double age = 0;
    boolean missed = false;
    int found = 0;
    while (rows.next()) {
      current = rows.getObject("identity", UUID.class);
      snapshot = rows.getString("snapshot");
      horizon = Long.parseLong(rows.getString("horizon"));
      missed |= rows.getBoolean("forgotten");
      long id = rows.getLong("id");
      if (!rows.wasNull() && ++found <= MOST_CHANGES) {
        age = Math.max(age, rows.getDouble("age"));
        codecs
            .read(id, rows.getString("kind"), rows.getString("tenant_id"), rows.getString("body"))
            .ifPresent(news::add);
      }
    }
    if (current == null || snapshot == null) {
      return false;
    }
    boolean another = log != null && !log.equals(current);
    log = current;
    seen = snapshot;
    StreamPoint point = new StreamPoint(current, horizon);
    if (another) {
      fanOut.arrived(List.of(), point); // listeners start over with the new log
      return true;
    }
    if (missed || found > MOST_CHANGES) {
      fanOut.missed(point);
      return true;
    }
    if (!news.isEmpty()) {
      figures.handedOn(news.size(), Duration.ofMillis((long) (age * 1_000)));
    }
    fanOut.arrived(news, point);
    return true;
  }
}
