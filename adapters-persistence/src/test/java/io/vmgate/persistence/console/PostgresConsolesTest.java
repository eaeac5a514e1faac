package io.vmgate.persistence.console;

import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.console.LatencyBook;
import io.vmgate.application.console.ServerLog;
import io.vmgate.application.console.SessionBook;
import io.vmgate.application.console.SessionLog;
import io.vmgate.application.console.TicketBook;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.console.LatencyBookContract;
import io.vmgate.testkit.console.ServerLogContract;
import io.vmgate.testkit.console.SessionBookContract;
import io.vmgate.testkit.console.TicketBookContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConsolesTest
    implements TicketBookContract, SessionBookContract, ServerLogContract, LatencyBookContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final String TICKETS = "SELECT hash FROM console_ticket";
  private static final String SESSIONS = "SELECT id::text FROM console_session";

  @BeforeEach
  void addTenants() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    tenants.addIfMissing(aTenant("acme").owning("shop").build());
    tenants.addIfMissing(aTenant("globex").owning("research").build());
  }

  @Override
  public TicketBook tickets() {
    return PERSISTENCE.get(TicketBook.class);
  }

  @Override
  public LatencyBook latencies() {
    return PERSISTENCE.get(LatencyBook.class);
  }

  @Override
  public SessionBook sessions() {
    return PERSISTENCE.get(SessionBook.class);
  }

  @Override
  public SessionLog log() {
    return PERSISTENCE.get(SessionLog.class);
  }

  @Override
  public ServerLog servers() {
    return PERSISTENCE.get(ServerLog.class);
  }

  @Override
  public void letTimePass(Duration duration) {
    String seconds = " - make_interval(secs => " + duration.toSeconds() + ")";
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE server SET last_seen = last_seen"
              + seconds
              + ", steady_since = steady_since"
              + seconds);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void showsNothingWithoutATenant() throws SQLException {
    begin(aTicket().build());

    try (Connection connection = PERSISTENCE.database().connect()) {
      assertThat(strings(connection, TICKETS)).isEmpty();
      assertThat(strings(connection, SESSIONS)).isEmpty();
    }
  }

  @Test
  void showsWhoHasATicketThatTicketAloneAndNothingOfItsSession() throws SQLException {
    ConsoleTicket ticket = aTicket().build();
    begin(ticket);
    tickets().add(aTicket().build());

    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      strings(connection, "SELECT set_config('vmgate.ticket', '" + ticket.hash() + "', true)");
      assertThat(strings(connection, TICKETS)).containsExactly(ticket.hash().value());
      assertThat(strings(connection, SESSIONS)).isEmpty();
      assertThat(statement.executeUpdate("UPDATE console_ticket SET session_id = NULL")).isZero();
      assertThat(statement.executeUpdate("DELETE FROM console_ticket")).isZero();
    }
  }

  @Test
  void showsAServerItsOwnSessionsToBeReadAndNothingElse() throws SQLException {
    ConsoleSession here = begin(aTicket().build(), ONE);
    begin(aTicket().on(aVm().named("shop", "b").build()).build(), TWO);

    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      strings(connection, "SELECT set_config('vmgate.server', '" + ONE + "', true)");
      assertThat(strings(connection, SESSIONS)).containsExactly(here.id().toString());
      assertThat(strings(connection, TICKETS)).isEmpty();
      assertThat(
              statement.executeUpdate(
                  "UPDATE console_session SET ended_at = now(), end_code = 'SERVER_LOST'"))
          .isZero();
    }
  }

  @Test
  void tellsListenersWithinTheTransaction() {
    SessionListener listener = PERSISTENCE.get(SessionListener.class);
    listener.clear();
    ConsoleSession first = begin(aTicket().by(ANN).build());
    ConsoleTicket second = aTicket().by(BOB).build();
    tickets().add(second);
    ConsoleSession next = sessionOf(second);
    tickets().redeem(second, next, true);
    log().end(next, new EndReason.ViewerLeft(), Traffic.NONE);
    log().end(next, new EndReason.LineLost(), Traffic.NONE);

    assertThat(listener.heard())
        .extracting(ConsoleSession::id)
        .containsExactly(first.id(), first.id(), next.id(), next.id());
    assertThat(listener.heard().get(1))
        .isEqualTo(first.ended(START, new EndReason.TakenOver("bob")));
  }

  @Test
  void areEventsOfTheirMachineAndToldToWhoeverFollows() throws Exception {
    ConsoleSession session = begin(aTicket().by(ANN).viewOnly().build());
    EventBook events = PERSISTENCE.get(EventBook.class);
    assertThat(events.latest(ACME, session.vm(), 10)).containsExactly(VmEvent.of(session));
    EndReason reason = new EndReason.LineRefused(LineProblem.NO_SCREEN, "No graphics devices");

    log().end(session, reason, Traffic.NONE);

    ConsoleSession ended = sessions().lastEnded(ACME, session.vm()).orElseThrow();
    assertThat(events.latest(ACME, session.vm(), 10)).containsExactly(VmEvent.of(ended));
    assertThat(VmEvent.of(ended).status()).isEqualTo(TaskStatus.FAILED);
    List<String> bodies;
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser()) {
      bodies =
          strings(connection, "SELECT body FROM change_log WHERE kind = 'console' ORDER BY id");
    }
    ConsoleChangeCodec codec = PERSISTENCE.get(ConsoleChangeCodec.class);
    assertThat(bodies).hasSize(2);
    assertThat(codec.read(ACME, bodies.getFirst()))
        .isEqualTo(new Change.ConsoleShown(withoutRoles(session)));
    assertThat(codec.read(ACME, bodies.getLast()))
        .isEqualTo(new Change.ConsoleShown(withoutRoles(ended)));
  }

  private static ConsoleSession withoutRoles(ConsoleSession session) {
    return new ConsoleSession(
        session.id(),
        session.caller().holding(Set.of()),
        session.vm(),
        session.vmName(),
        session.protocol(),
        session.viewOnly(),
        session.clientAddress(),
        session.connectedAt(),
        session.server(),
        session.end());
  }

  @Test
  void keepsNoTokenAnywhere() throws SQLException {
    TicketToken token = TicketToken.random(new Random());
    begin(aTicket().with(token).build());

    try (Connection connection = PERSISTENCE.database().connectAsSuperuser()) {
      assertThat(
              strings(
                  connection,
                  "SELECT t::text FROM console_ticket t UNION ALL"
                      + " SELECT s::text FROM console_session s"))
          .hasSize(2)
          .noneMatch(row -> row.contains(token.text()));
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
