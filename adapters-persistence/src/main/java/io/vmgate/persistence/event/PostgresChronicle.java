package io.vmgate.persistence.event;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.application.event.Chronicle;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.persistence.duty.PostgresDuties;
import io.vmgate.persistence.stream.ChangeRows;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keeps the chronicle in PostgreSQL; whoever writes must still have the duty when it commits. */
@Singleton
final class PostgresChronicle implements Chronicle {
  private static final int ROWS_AT_ONCE = 1_000;

  private final PostgresTransactions transactions;
  private final JdbcOperations jdbc;
  private final PostgresDuties duties;
  private final EventRows events;
  private final EventWrites eventWrites;
  private final ChangeRows changes;
  private final SightingCodec codec;

  PostgresChronicle(
      PostgresTransactions transactions,
      JdbcOperations jdbc,
      PostgresDuties duties,
      EventRows events,
      EventWrites eventWrites,
      ChangeRows changes,
      SightingCodec codec) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.duties = duties;
    this.events = events;
    this.eventWrites = eventWrites;
    this.changes = changes;
    this.codec = codec;
  }

  @Override
  public Optional<List<Sighting>> read() {
    return transactions.acrossTenants(
        () -> isBegun() ? Optional.of(readSightings()) : Optional.<List<Sighting>>empty());
  }

  @Override
  public List<Operation> operations(Set<VmId> machines, Instant endedAfter) {
    List<String> ids = machines.stream().map(VmId::toString).toList();
    return transactions.acrossTenants(() -> events.operations(ids, endedAfter)).stream()
        .map(PostgresChronicle::operation)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public boolean write(Duty duty, Entry entry) {
    return transactions.acrossTenants(
        () -> {
          if (!duties.holds(duty)) {
            return false;
          }
          writeSightings(entry.seen());
          forgetSightings(entry.gone());
          eventWrites.write(entry.events());
          if (entry.begins()) {
            begin();
          }
          changes.write(entry.changes());
          return true;
        });
  }

  private boolean isBegun() {
    return jdbc.prepareStatement(
        "SELECT FROM vm_chronicle",
        statement -> {
          try (ResultSet begun = statement.executeQuery()) {
            return begun.next();
          }
        });
  }

  private void begin() {
    jdbc.prepareStatement(
        "INSERT INTO vm_chronicle (begun_at) VALUES (clock_timestamp()) ON CONFLICT DO NOTHING",
        statement -> statement.executeUpdate());
  }

  private List<Sighting> readSightings() {
    return jdbc.prepareStatement(
        "SELECT body FROM vm_sighting",
        statement -> {
          statement.setFetchSize(ROWS_AT_ONCE);
          List<Sighting> sightings = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              codec.read(rows.getString(1)).ifPresent(sightings::add);
            }
          }
          return sightings;
        });
  }

  private void writeSightings(List<Sighting> seen) {
    if (seen.isEmpty()) {
      return;
    }
    UUID[] ids = seen.stream().map(sighting -> sighting.vm().id().value()).toArray(UUID[]::new);
    String[] bodies = seen.stream().map(codec::write).toArray(String[]::new);
    jdbc.prepareStatement(
        """
        INSERT INTO vm_sighting (vm_id, body) SELECT * FROM unnest(?, ?)
        ON CONFLICT (vm_id) DO UPDATE SET body = excluded.body
        """,
        statement -> {
          statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids));
          statement.setArray(2, statement.getConnection().createArrayOf("text", bodies));
          return statement.executeUpdate();
        });
  }

  private void forgetSightings(Set<VmId> gone) {
    if (gone.isEmpty()) {
      return;
    }
    UUID[] ids = gone.stream().map(VmId::value).toArray(UUID[]::new);
    jdbc.prepareStatement(
        "DELETE FROM vm_sighting WHERE vm_id = ANY (?)",
        statement -> {
          statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids));
          return statement.executeUpdate();
        });
  }

  /** Empty for what only a newer version can do to machines: it explains nothing known here. */
  private static Optional<Operation> operation(EventRow row) {
    return TaskAction.ofWireName(row.eventType())
        .filter(action -> EventType.of(action).wireName().equals(row.eventType()))
        .map(
            action -> new Operation(new VmId(row.vmId()), action, row.occurredAt(), row.endedAt()));
  }
}
