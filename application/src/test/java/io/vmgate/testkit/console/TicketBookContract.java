package io.vmgate.testkit.console;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.console.TicketBook.Found;
import io.vmgate.application.console.TicketBook.Redemption;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every book of tickets does. */
public interface TicketBookContract extends ConsoleBooks {
  @Test
  default void givesATicketBackAsItWasKept() {
    Caller ann = ANN.signedInAs(new SignInId(new UUID(3, 4)));
    ConsoleTicket ticket =
        aTicket().by(ann).viewOnly().takingOver().saying("{\"工单\":\"OPS-17\"}").build();
    ConsoleTicket plain = aTicket().to(ConsoleProtocol.SERIAL).build();
    tickets().add(ticket);
    tickets().add(plain);

    assertThat(tickets().find(ticket.hash())).contains(new Found(ticket, null));
    assertThat(tickets().find(plain.hash())).contains(new Found(plain, null));
    assertThat(tickets().find(aTicket().build().hash())).isEmpty();
  }

  @Test
  default void spendsATicketOnce() {
    ConsoleTicket ticket = aTicket().by(ANN).build();
    tickets().add(ticket);
    ConsoleSession session = sessionOf(ticket);

    assertThat(tickets().redeem(ticket, session, false)).isEqualTo(new Redemption.Begun(null));
    assertThat(tickets().redeem(ticket, sessionOf(ticket), true)).isEqualTo(new Redemption.Spent());
    assertThat(tickets().find(ticket.hash())).contains(new Found(ticket, session));
    assertThat(sessions().live(ACME, ticket.vm())).containsExactly(session);
  }

  @Test
  default void spendsNoTicketThatIsUnknownOrHasExpired() {
    ConsoleTicket unknown = aTicket().build();
    ConsoleTicket expired =
        aTicket().issuedAt(START.minusSeconds(10)).goodFor(Duration.ofSeconds(10)).build();
    tickets().add(expired);

    for (ConsoleTicket ticket : List.of(unknown, expired)) {
      assertThat(tickets().redeem(ticket, sessionOf(ticket), false))
          .isEqualTo(new Redemption.Spent());
    }
    assertThat(sessions().live(ACME, unknown.vm())).isEmpty();
  }

  @Test
  default void letsOneOfManyAtOnceIn() throws Exception {
    ConsoleTicket ticket = aTicket().build();
    tickets().add(ticket);

    List<Redemption> redemptions =
        atOnce(200, () -> tickets().redeem(ticket, sessionOf(ticket), false));

    assertThat(redemptions)
        .containsOnlyOnce(new Redemption.Begun(null))
        .filteredOn(new Redemption.Spent()::equals)
        .hasSize(199);
    assertThat(sessions().live(ACME, ticket.vm())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(ConsoleProtocol.class)
  default void keepsAConsoleForItsHolder(ConsoleProtocol protocol) {
    ConsoleSession holder = begin(aTicket().by(ANN).to(protocol).build());
    ConsoleTicket second = aTicket().by(BOB).to(protocol).build();
    tickets().add(second);

    assertThat(tickets().redeem(second, sessionOf(second), false))
        .isEqualTo(new Redemption.Held(holder));
    assertThat(tickets().find(second.hash())).contains(new Found(second, null));

    log().end(holder, new EndReason.ViewerLeft(), Traffic.NONE);
    assertThat(tickets().redeem(second, sessionOf(second), false))
        .isEqualTo(new Redemption.Begun(null));
  }

  @Test
  default void keepsTheConsolesOfAMachineApart() {
    begin(aTicket().to(ConsoleProtocol.VNC).build());
    begin(aTicket().to(ConsoleProtocol.SERIAL).build());
    begin(aTicket().on(aVm().named("shop", "web-2").build()).build());
    begin(aTicket().to(ConsoleProtocol.SPICE).build());

    assertThat(sessions().live(ACME, aTicket().build().vm())).hasSize(3);
  }

  @Test
  default void endsTheHoldersSessionForWhoTakesOver() {
    ConsoleSession holder = begin(aTicket().by(ANN).build(), TWO);
    ConsoleTicket second = aTicket().by(BOB).build();
    tickets().add(second);
    ConsoleSession session = sessionOf(second);

    assertThat(tickets().redeem(second, session, true))
        .isEqualTo(new Redemption.Begun(holder.id()));
    assertThat(sessions().live(ACME, holder.vm())).containsExactly(session);
    assertThat(sessions().lastEnded(ACME, holder.vm()))
        .contains(holder.ended(START, new EndReason.TakenOver("bob")));
  }

  @Test
  default void hasOneOnAConsoleHoweverManyTakeItOver() throws Exception {
    ConsoleSession first = begin(aTicket().by(ANN).build());

    List<Redemption> redemptions =
        atOnce(
            20,
            () -> {
              ConsoleTicket ticket = aTicket().by(BOB).build();
              tickets().add(ticket);
              return tickets().redeem(ticket, sessionOf(ticket), true);
            });

    assertThat(redemptions).allMatch(Redemption.Begun.class::isInstance);
    assertThat(sessions().live(ACME, first.vm())).hasSize(1);
  }

  @Test
  default void doesNotShowWhoOfAnotherTenantIsOnTheConsole() {
    begin(aTicket().by(aCaller().of("globex").named("eve").build()).build());
    ConsoleTicket ticket = aTicket().by(ANN).build();
    tickets().add(ticket);

    assertThat(tickets().redeem(ticket, sessionOf(ticket), true))
        .isEqualTo(new Redemption.Held(null));
    assertThat(tickets().find(ticket.hash())).contains(new Found(ticket, null));
  }

  @Test
  default void forgetsTicketsThatHaveExpiredButForThoseOfLiveSessions() {
    ConsoleTicket old = aTicket().goodFor(Duration.ofMinutes(1)).build();
    ConsoleTicket used = aTicket().to(ConsoleProtocol.SPICE).goodFor(Duration.ofMinutes(1)).build();
    ConsoleTicket good = aTicket().build();
    ConsoleTicket foreign =
        aTicket().by(aCaller().of("globex").build()).goodFor(Duration.ofMinutes(1)).build();
    tickets().add(old);
    tickets().add(good);
    tickets().add(foreign);
    ConsoleSession session = begin(used);

    assertThat(tickets().forgetTickets(ACME, START.plusSeconds(61))).isEqualTo(1);

    assertThat(tickets().find(old.hash())).isEmpty();
    assertThat(tickets().find(good.hash())).isPresent();
    assertThat(tickets().find(foreign.hash())).isPresent();
    assertThat(tickets().find(used.hash())).contains(new Found(used, session));
  }

  private static <T> List<T> atOnce(int count, Callable<T> call) throws Exception {
    CountDownLatch ready = new CountDownLatch(count);
    List<T> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        futures.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return call.call();
                }));
      }
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
    }
    return answers;
  }
}
