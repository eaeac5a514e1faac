package io.vmgate.testkit.console;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every book of sessions does, and the log that servers write into it. */
public interface SessionBookContract extends ConsoleBooks {
  Instant LATER = START.plusSeconds(60);

  @Test
  default void showsSessionsToTheirTenantOnly() {
    ConsoleSession session = begin(aTicket().by(ANN).build());

    assertThat(sessions().live(ACME, session.vm())).containsExactly(session);
    assertThat(sessions().live(GLOBEX, session.vm())).isEmpty();
    assertThat(sessions().end(GLOBEX, session.vm(), _ -> true, new EndReason.Fault(), LATER))
        .isEmpty();
    assertThat(sessions().lastEnded(ACME, session.vm())).isEmpty();

    end(session, new EndReason.ViewerLeft());
    assertThat(sessions().lastEnded(ACME, session.vm())).isPresent();
    assertThat(sessions().lastEnded(GLOBEX, session.vm())).isEmpty();
    assertThat(sessions().endedAmong(GLOBEX, Set.of(session.id()))).isEmpty();
  }

  @Test
  default void endsThoseThatAreMeant() {
    ConsoleSession screen = begin(aTicket().build());
    ConsoleSession serial = begin(aTicket().to(ConsoleProtocol.SERIAL).build());
    Vm other = aVm().named("shop", "web-2").build();
    ConsoleSession elsewhere = begin(aTicket().on(other).build());
    EndReason reason = new EndReason.Disconnected("root");

    assertThat(
            sessions()
                .end(ACME, screen.vm(), s -> s.protocol() == ConsoleProtocol.VNC, reason, LATER))
        .containsExactly(screen.id());

    assertThat(sessions().live(ACME, screen.vm())).containsExactly(serial);
    assertThat(sessions().live(ACME, other.id())).containsExactly(elsewhere);
    assertThat(sessions().lastEnded(ACME, screen.vm())).contains(screen.ended(LATER, reason));
    assertThat(sessions().end(ACME, screen.vm(), screen::equals, reason, LATER)).isEmpty();
  }

  @Test
  default void keepsTheFirstReasonAndTheLastFigures() {
    ConsoleSession session = begin(aTicket().build());
    EndReason ordered = new EndReason.Disconnected("root");
    sessions().end(ACME, session.vm(), _ -> true, ordered, LATER);

    EndReason stands = log().end(session, new EndReason.LineLost(), new Traffic(5_000_000_000L, 7));

    assertThat(stands).isEqualTo(ordered);
    ConsoleSession.End end = endOf(session);
    assertThat(end.reason()).isEqualTo(ordered);
    assertThat(end.at()).isEqualTo(LATER);
    assertThat(end.traffic()).isEqualTo(new Traffic(5_000_000_000L, 7));
  }

  @Test
  default void writesDownHowAServerSawASessionEnd() {
    ConsoleSession session = begin(aTicket().build());
    EndReason reason = new EndReason.LineRefused(LineProblem.NO_SCREEN, "No graphics devices");

    assertThat(log().end(session, reason, new Traffic(1, 2))).isEqualTo(reason);

    assertThat(endOf(session).reason()).isEqualTo(reason);
    assertThat(endOf(session).traffic()).isEqualTo(new Traffic(1, 2));
    assertThat(log().end(session, new EndReason.Idle(Duration.ofHours(1)), new Traffic(1, 3)))
        .isEqualTo(reason);
  }

  @Test
  default void tellsServersWhichOfTheirsHaveEnded() {
    ConsoleSession screen = begin(aTicket().build());
    ConsoleSession serial = begin(aTicket().to(ConsoleProtocol.SERIAL).build());
    EndReason reason = new EndReason.Disconnected("root");
    sessions().end(ACME, screen.vm(), screen::equals, reason, LATER);
    SessionId unknown = new SessionId(new UUID(0, 404));

    assertThat(sessions().endedAmong(ACME, Set.of(screen.id(), serial.id(), unknown)))
        .containsOnlyKeys(screen.id())
        .containsEntry(screen.id(), reason);
    assertThat(sessions().endedAmong(ACME, Set.of())).isEmpty();
  }

  @Test
  default void endsAllOfASignInAndForgetsItsTickets() {
    SignInId signIn = new SignInId(new UUID(5, 5));
    ConsoleTicket ticket = aTicket().by(ANN.signedInAs(signIn)).build();
    ConsoleSession session = begin(ticket);
    ConsoleTicket unspent = aTicket().by(ANN.signedInAs(signIn)).build();
    ConsoleTicket others = aTicket().by(ANN.signedInAs(new SignInId(new UUID(6, 6)))).build();
    tickets().add(unspent);
    tickets().add(others);
    ConsoleSession serial = begin(aTicket().by(BOB).to(ConsoleProtocol.SERIAL).build());

    EndReason reason = new EndReason.PermissionWithdrawn();
    assertThat(sessions().endAll(ACME, signIn, reason, LATER)).containsExactly(session.id());

    assertThat(sessions().live(ACME, session.vm())).containsExactly(serial);
    assertThat(tickets().find(unspent.hash())).isEmpty();
    assertThat(tickets().find(others.hash())).isPresent();
    assertThat(sessions().endAll(ACME, signIn, reason, LATER)).isEmpty();
  }

  @Test
  default void showsTheSessionThatEndedLast() {
    ConsoleSession first = begin(aTicket().build());
    sessions().end(ACME, first.vm(), _ -> true, new EndReason.ViewerLeft(), LATER);
    ConsoleSession second = begin(aTicket().build());
    sessions().end(ACME, second.vm(), _ -> true, new EndReason.LineLost(), LATER.plusSeconds(1));

    assertThat(sessions().lastEnded(ACME, first.vm()).map(ConsoleSession::id))
        .contains(second.id());
  }

  @Test
  default void forgetsWhatEndedLongAgo() {
    ConsoleSession old = begin(aTicket().build());
    sessions().end(ACME, old.vm(), _ -> true, new EndReason.ViewerLeft(), START.plusSeconds(1));
    ConsoleSession foreign =
        begin(
            aTicket()
                .by(aCaller().of("globex").build())
                .on(aVm().named("research", "gpu").build())
                .build());
    sessions().end(GLOBEX, foreign.vm(), _ -> true, new EndReason.LineLost(), START.plusSeconds(1));
    ConsoleSession recent = begin(aTicket().build());
    sessions().end(ACME, recent.vm(), _ -> true, new EndReason.ViewerLeft(), LATER);
    ConsoleSession live = begin(aTicket().build());

    assertThat(sessions().forgetSessions(ACME, LATER)).isEqualTo(1);

    assertThat(sessions().live(ACME, live.vm())).containsExactly(live);
    assertThat(sessions().endedAmong(ACME, Set.of(old.id(), recent.id())))
        .containsOnlyKeys(recent.id());
    assertThat(sessions().lastEnded(GLOBEX, foreign.vm())).isPresent();
  }

  private void end(ConsoleSession session, EndReason reason) {
    log().end(session, reason, Traffic.NONE);
  }

  private ConsoleSession.End endOf(ConsoleSession session) {
    return Objects.requireNonNull(sessions().lastEnded(ACME, session.vm()).orElseThrow().end());
  }
}
