package io.vmgate.persistence.stream;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.application.stream.ChangeLog.Replay;
import io.vmgate.application.stream.Delivery;
import io.vmgate.application.stream.FollowChanges;
import io.vmgate.application.stream.Subscription;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.Interest;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.persistence.Persistence;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.testkit.stream.ChangeLogContract;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("a change is shown when no older transaction of the whole server is open")
class PostgresChangeLogTest implements ChangeLogContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String CUT =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE application_name = 'vmgate bus' AND datname = current_database()";

  private final ChangeFanOut fanOut = new ChangeFanOut();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private @Nullable ApplicationContext replica;

  @BeforeEach
  void startAReplica() {
    replica =
        ApplicationContext.builder()
            .properties(PERSISTENCE.database().properties())
            .singletons(fanOut)
            .banner(false)
            .start();
    fanOut.alsoTell(
        changes ->
            changes.forEach(
                logged -> {
                  if (logged.change() instanceof Change.VmShown(_, var vm)) {
                    heard.add(vm.name().name());
                  }
                }));
    await().atMost(PATIENCE).until(() -> fanOut.figures().reads() > 0);
  }

  @AfterEach
  void close() {
    replica().close();
    fanOut.close();
  }

  @Override
  public ChangeLog log() {
    return replica().getBean(ChangeLog.class);
  }

  @Override
  public ChangeFanOut fanOut() {
    return fanOut;
  }

  @Override
  public void write(Change... changes) {
    replica()
        .getBean(PostgresTransactions.class)
        .acrossTenants(
            () -> {
              replica().getBean(ChangeRows.class).write(List.of(changes));
              return true;
            });
  }

  @Override
  public StreamPoint now() {
    Replay nothing = log().replay(ACME, new StreamPoint(new UUID(0, 0), 0), 1);
    return ((Replay.Lost) nothing).upTo();
  }

  private ApplicationContext replica() {
    return Objects.requireNonNull(replica);
  }

  @Test
  void missesNothingWhenALaterChangeIsCommittedFirst() throws SQLException {
    StreamPoint point = now();
    try (Connection early = PERSISTENCE.database().connect();
        Connection late = PERSISTENCE.database().connect()) {
      write(early, "written first");
      write(late, "written later");
      late.commit();
      await().atMost(PATIENCE).until(() -> heard.contains("written later"));
      Replay.Whole first = (Replay.Whole) log().replay(ACME, point, 10);
      StreamPoint told = first.upTo();

      early.commit();

      await().atMost(PATIENCE).until(() -> heard.size() == 2);
      assertThat(heard).containsExactly("written later", "written first");
      // Whoever was told that point has not been told of the first one, so it comes again.
      assertThat(names(log().replay(ACME, told, 10))).contains("written first");
      assertThat(names(log().replay(ACME, now(), 10))).isEmpty();
    }
  }

  @Test
  void handsOnEachChangeOnceWhileATransactionStaysOpen() throws SQLException {
    try (Connection open = PERSISTENCE.database().connect()) {
      write(open, "last");
      for (int i = 0; i < 20; i++) {
        write(vm("web-" + i));
      }
      await().atMost(PATIENCE).until(() -> heard.size() >= 20);
      long reads = fanOut.figures().reads();
      await().atMost(PATIENCE).until(() -> fanOut.figures().reads() > reads + 1);
      assertThat(heard).hasSize(20).doesNotHaveDuplicates();

      open.commit();

      await().atMost(PATIENCE).until(() -> heard.contains("last"));
      assertThat(heard).hasSize(21).doesNotHaveDuplicates();
    }
  }

  @Test
  void readsWhatCameWhileItWasCutOff() throws SQLException {
    asSuperuser(CUT);
    write(vm("meanwhile"));

    await().atMost(PATIENCE).until(() -> heard.contains("meanwhile"));
    assertThat(heard).containsExactly("meanwhile");
  }

  @Test
  void isAnotherLogAfterTheServerWasReplaced() throws SQLException {
    StreamPoint before = now();
    asSuperuser("UPDATE change_log_state SET timeline = 'another'", CUT);

    await().atMost(PATIENCE).until(() -> !now().log().equals(before.log()));
    assertThat(((Replay.Lost) log().replay(ACME, before, 10)).reason())
        .isEqualTo(ResetReason.UNKNOWN_POINT);
    write(vm("after"));
    await().atMost(PATIENCE).until(() -> heard.contains("after"));
  }

  @Test
  void isAnotherLogWhereMoreWasForgottenThanEverHappened() throws SQLException {
    StreamPoint before = now();

    asSuperuser("UPDATE change_log_state SET oldest = '4000000000'", CUT);

    await().atMost(PATIENCE).until(() -> !now().log().equals(before.log()));
  }

  @Test
  void tellsListenersWhenChangesWereForgottenUnread() throws SQLException {
    Subscription place = follow();
    try (Connection open = PERSISTENCE.database().connect()) {
      // Written by a transaction that the tail knows of but cannot see, and forgotten at once.
      write(open, "unseen");
      write(vm("seen"));
      await().atMost(PATIENCE).until(() -> heard.contains("seen"));
      place.take(10);
      long reads = fanOut.figures().reads();
      await().atMost(PATIENCE).until(() -> fanOut.figures().reads() > reads + 1);
      try (Statement statement = open.createStatement()) {
        statement.execute(
            "UPDATE change_log_state SET oldest = CAST(CAST(pg_current_xact_id() AS text)::bigint"
                + " + 1 AS text)::xid8");
        statement.execute("DELETE FROM change_log");
      }
      open.commit();
    }

    await().atMost(PATIENCE).until(() -> place.waiting() > 0);
    assertThat(reset(place)).isEqualTo(ResetReason.FELL_BEHIND);
    write(vm("after"));
    await().atMost(PATIENCE).until(() -> heard.contains("after"));
    assertThat(place.take(10)).hasOnlyElementsOfType(Delivery.Changed.class).hasSize(1);
  }

  @Test
  void tellsListenersWhenItWasAwayForLongerThanChangesAreKept() throws SQLException {
    Subscription place = follow();

    asSuperuser(
        "BEGIN",
        "INSERT INTO change_log (tenant_id, kind, body) VALUES ('acme', 'console', '')",
        "UPDATE change_log_state SET oldest ="
            + " CAST(CAST(pg_current_xact_id() AS text)::bigint + 1 AS text)::xid8",
        "DELETE FROM change_log",
        "COMMIT");

    await().atMost(PATIENCE).until(() -> place.waiting() > 0);
    assertThat(reset(place)).isEqualTo(ResetReason.FELL_BEHIND);
  }

  @Test
  void readsNoMoreAtOnceThanItHasRoomFor() throws SQLException {
    Subscription place = follow();

    asSuperuser(
        "INSERT INTO change_log (tenant_id, kind, body)"
            + " SELECT 'acme', 'console', '' FROM generate_series(1, 10001)");

    await().atMost(PATIENCE).until(() -> place.waiting() > 0);
    assertThat(reset(place)).isEqualTo(ResetReason.FELL_BEHIND);
    assertThat(fanOut.figures().changes()).isZero();
    write(vm("after"));
    await().atMost(PATIENCE).until(() -> heard.contains("after"));
  }

  @Test
  void resetsNobodyWhileATransactionOutlivesWhatIsKept() throws SQLException {
    Subscription place = follow();
    try (Connection open = PERSISTENCE.database().connect()) {
      write(open, "last");
      write(vm("web-1"));
      await().atMost(PATIENCE).until(() -> heard.contains("web-1"));
      assertThat(log().forget(Duration.ZERO)).isPositive();
      long reads = fanOut.figures().reads();

      await().atMost(PATIENCE).until(() -> fanOut.figures().reads() > reads + 1);

      assertThat(place.take(10)).hasOnlyElementsOfType(Delivery.Changed.class).hasSize(1);
    }
  }

  @Test
  void keepsWhatIsYoungEnough() {
    write(vm("web-1"));

    assertThat(log().forget(Duration.ofHours(1))).isZero();
  }

  private Subscription follow() {
    InMemoryTenantDirectory tenants =
        new InMemoryTenantDirectory(aTenant("acme").owning("shop").build());
    Subscription place =
        new FollowChanges(new PermissionGate(tenants), log(), fanOut)
            .follow(
                aCaller().of("acme").viewer().build(), Interest.ALL, Optional.empty(), () -> {});
    place.take(10);
    return place;
  }

  private static ResetReason reset(Subscription place) {
    return ((Delivery.Reset) place.take(1).getFirst()).reason();
  }

  private static void asSuperuser(String... statements) throws SQLException {
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static void write(Connection connection, String name) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT set_config('vmgate.tenant', 'acme', true)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO change_log (tenant_id, kind, body) VALUES ('acme', 'vm', ?)")) {
      insert.setString(
          1,
          """
          {"id":"00000000-0000-0000-0000-000000000001","namespace":"shop","name":"%s",
           "createdAt":"2026-01-01T00:00:00Z","printableStatus":"Running","future":"field"}
          """
              .formatted(name));
      insert.executeUpdate();
    }
  }

  private static Change vm(String name) {
    return new Change.VmShown(ACME, VmSummary.of(aVm().named("shop", name).build()));
  }

  private static List<String> names(Replay replay) {
    return ((Replay.Whole) replay)
        .changes().stream()
            .map(logged -> ((Change.VmShown) logged.change()).vm().name().name())
            .toList();
  }
}
