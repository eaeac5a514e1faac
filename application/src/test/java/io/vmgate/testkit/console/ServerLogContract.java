package io.vmgate.testkit.console;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.console.TicketBook.Redemption;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What everybody who keeps an eye on servers does, with ten seconds of patience. */
public interface ServerLogContract extends ConsoleBooks {
  Duration A_WHILE = Duration.ofSeconds(6);

  @Test
  default void takesAServerForGoneThatIsSilentWhileAnotherIsNot() {
    servers().beat(ONE);
    servers().beat(TWO);
    ConsoleSession here = begin(aTicket().build(), ONE);
    ConsoleSession there = begin(aTicket().to(ConsoleProtocol.SERIAL).build(), TWO);

    passWith(A_WHILE);
    assertThat(sessions().live(ACME, here.vm())).containsExactlyInAnyOrder(here, there);
    passWith(A_WHILE);

    assertThat(sessions().live(ACME, here.vm())).containsExactly(here);
    ConsoleSession ended = sessions().lastEnded(ACME, here.vm()).orElseThrow();
    assertThat(ended.id()).isEqualTo(there.id());
    assertThat(Objects.requireNonNull(ended.end()).reason()).isEqualTo(new EndReason.ServerLost());
    assertThat(ended.end().at()).isAfterOrEqualTo(START);
  }

  @Test
  default void writesTheSessionsOfLostServersDownOnceWhosesoeverTheyAre() {
    servers().beat(ONE);
    servers().beat(TWO);
    ConsoleSession here = begin(aTicket().build(), ONE);
    ConsoleSession there = begin(aTicket().to(ConsoleProtocol.SERIAL).build(), TWO);
    ConsoleSession foreign =
        begin(
            aTicket()
                .by(aCaller().of("globex").build())
                .on(aVm().named("research", "gpu").build())
                .build(),
            TWO);
    assertThat(servers().endSessionsOfLostServers()).isZero();
    passWith(A_WHILE);
    passWith(A_WHILE);

    assertThat(servers().endSessionsOfLostServers()).isEqualTo(2);
    assertThat(servers().endSessionsOfLostServers()).isZero();
    assertThat(sessions().lastEnded(ACME, there.vm())).isPresent();
    assertThat(sessions().lastEnded(GLOBEX, foreign.vm())).isPresent();
    assertThat(sessions().live(ACME, here.vm())).containsExactly(here);
    assertThat(servers().unfinished(TWO)).isEmpty();
  }

  @Test
  default void freesTheConsoleThatALostServerHeld() {
    servers().beat(ONE);
    ConsoleTicket spice = aTicket().to(ConsoleProtocol.SPICE).build();
    begin(spice, TWO);
    begin(aTicket().build(), TWO);
    passWith(A_WHILE);
    passWith(A_WHILE);
    ConsoleTicket second = aTicket().by(BOB).build();
    tickets().add(second);

    assertThat(tickets().redeem(second, sessionOf(second, ONE), false))
        .isEqualTo(new Redemption.Begun(null));
    ConsoleSession spent =
        Objects.requireNonNull(tickets().find(spice.hash()).orElseThrow().session());
    assertThat(spent.end()).isNotNull();
  }

  @Test
  default void judgesNobodyAfterASilenceOfAll() {
    servers().beat(ONE);
    ConsoleSession session = begin(aTicket().build(), TWO);
    letTimePass(Duration.ofMinutes(1)); // the database was away, say
    servers().beat(ONE);

    assertThat(sessions().live(ACME, session.vm())).containsExactly(session);
    assertThat(servers().endSessionsOfLostServers()).isZero();

    servers().beat(TWO);
    passWith(A_WHILE);
    servers().beat(TWO);
    passWith(A_WHILE);
    assertThat(sessions().live(ACME, session.vm())).containsExactly(session);
    passWith(A_WHILE);
    assertThat(sessions().live(ACME, session.vm())).isEmpty();
  }

  @Test
  default void knowsWhatAServerIsBelievedToHold() {
    servers().beat(ONE);
    ConsoleSession here = begin(aTicket().build(), ONE);
    begin(aTicket().to(ConsoleProtocol.SERIAL).build(), TWO);
    ConsoleSession foreign =
        begin(
            aTicket()
                .by(aCaller().of("globex").build())
                .on(aVm().named("research", "gpu").build())
                .build(),
            ONE);

    assertThat(servers().unfinished(ONE)).containsExactlyInAnyOrder(here, foreign);
    sessions().end(ACME, here.vm(), here::equals, new EndReason.ViewerLeft(), START);
    assertThat(servers().unfinished(ONE)).containsExactly(foreign);
  }

  @Test
  default void missesNoServerThatHasRetired() {
    servers().beat(ONE);
    servers().beat(TWO);
    servers().retire(TWO);
    servers().retire(TWO);
    passWith(A_WHILE);
    passWith(A_WHILE);

    assertThat(servers().endSessionsOfLostServers()).isZero();
  }

  /** Time passes while server one goes on. */
  private void passWith(Duration duration) {
    letTimePass(duration);
    servers().beat(ONE);
  }
}
