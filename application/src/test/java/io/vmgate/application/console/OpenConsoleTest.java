package io.vmgate.application.console;

import static io.vmgate.application.console.ConsoleFixture.HERE;
import static io.vmgate.application.console.ConsoleFixture.VM;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.console.TicketBook.Found;
import io.vmgate.application.limit.Admission;
import io.vmgate.application.limit.Limits;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.InputFailure;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.limit.Limit;
import io.vmgate.domain.limit.LimitFailure;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenConsoleTest {
  private static final Duration WAIT = Duration.ofSeconds(12);

  private final ConsoleFixture on = new ConsoleFixture();
  private final Set<String> exhausted = new HashSet<>();

  @Test
  void issuesATicketThatIsKeptByItsHash() {
    ConsoleRequest request =
        new ConsoleRequest(
            ConsoleProtocol.SERIAL, Duration.ofMinutes(5), false, true, "{\"case\":\"7\"}");

    IssuedTicket issued = use().open(on.ann.toCaller(), VM.id().toString(), () -> request);

    assertThat(issued.ticket())
        .isEqualTo(
            new ConsoleTicket(
                issued.token().hash(),
                on.ann.toCaller(),
                VM.id(),
                VM.name(),
                ConsoleProtocol.SERIAL,
                true,
                false,
                "{\"case\":\"7\"}",
                on.clock.instant(),
                on.clock.instant().plusSeconds(300)));
    assertThat(on.consoles.find(issued.token().hash())).contains(new Found(issued.ticket(), null));
    assertThat(issued.holder()).isNull();
    assertThat(issued.toString()).doesNotContain(issued.token().text());
  }

  @Test
  void makesEveryTicketAnother() {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      texts.add(open(on.ann, null).token().text());
    }
    assertThat(texts).hasSize(100).allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"));
  }

  @Test
  void takesTheConsoleThatTheMachinePrefers() {
    assertThat(open(on.ann, null).ticket().protocol()).isEqualTo(ConsoleProtocol.VNC);

    on.inventory.put(aVm().withConsoles(ConsoleProtocol.SERIAL, ConsoleProtocol.SPICE).build());
    assertThat(open(on.ann, null).ticket().protocol()).isEqualTo(ConsoleProtocol.SPICE);
  }

  @Test
  void refusesToShowWhatCannotBeWatched() {
    on.inventory.put(aVm().withConsoles(ConsoleProtocol.SPICE).build());

    ConsoleRequest request =
        new ConsoleRequest(ConsoleProtocol.SPICE, ConsoleRequest.USUAL, false, true, null);

    FailureException refused =
        catchThrowableOfType(
            FailureException.class,
            () -> use().open(on.ann.toCaller(), VM.id().toString(), () -> request));

    assertThat(refused.failure())
        .isEqualTo(InputFailure.InvalidFields.of("viewOnly", FieldReason.NOT_ONE_OF, "false"));
  }

  @Test
  void refusesAConsoleThatTheMachineHasNot() {
    assertThat(refusal(on.ann, ConsoleProtocol.SPICE))
        .isEqualTo(new ConsoleFailure.Unsupported(ConsoleProtocol.SPICE));

    on.inventory.put(aVm().withConsoles().build());
    assertThat(refusal(on.ann, null))
        .isEqualTo(new ConsoleFailure.Unsupported(ConsoleProtocol.VNC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Stopped", "Starting", "Stopping", "Provisioning", "CrashLoopBackOff", "Odd"})
  void refusesAMachineThatDoesNotRun(String printableStatus) {
    on.inventory.put(aVm().standing(printableStatus).build());

    assertThat(refusal(on.ann, null))
        .isEqualTo(new ConsoleFailure.NotRunning(VmStatus.ofPrintable(printableStatus)));
  }

  @ParameterizedTest
  @EnumSource(
      value = ConsoleProtocol.class,
      names = {"VNC", "SERIAL"})
  void opensThePausedAndTheMigratingToo(ConsoleProtocol protocol) {
    for (String status : new String[] {"Paused", "Migrating"}) {
      on.inventory.put(aVm().standing(status).build());
      assertThat(open(on.ann, protocol).ticket().protocol()).isEqualTo(protocol);
    }
  }

  @Test
  void refusesWhatTheCallerMayNotSeeOrDo() {
    assertThat(refusal(on.eve, null)).isEqualTo(new VmFailure.NotFound(VM.id().toString()));
    assertThat(refusal(on.viewer, null))
        .isEqualTo(new AuthFailure.PermissionMissing(Permission.VM_CONSOLE_ACCESS));
    assertThat(
            catchThrowableOfType(
                    FailureException.class,
                    () -> use().open(on.ann.toCaller(), "x", () -> usual(null)))
                .failure())
        .isEqualTo(new VmFailure.NotFound("x"));
  }

  @Test
  void letsOnlyWhoMayTakeOver() {
    ConsoleRequest takeover = new ConsoleRequest(null, ConsoleRequest.USUAL, true, false, null);

    assertThat(
            catchThrowableOfType(
                    FailureException.class,
                    () -> use().open(on.ann.toCaller(), VM.id().toString(), () -> takeover))
                .failure())
        .isEqualTo(new AuthFailure.PermissionMissing(Permission.VM_CONSOLE_TAKEOVER));
    assertThat(
            use().open(on.root.toCaller(), VM.id().toString(), () -> takeover).ticket().takeover())
        .isTrue();
  }

  @Test
  void namesWhoIsOnThatConsoleNow() {
    on.consoles.beat(HERE);
    ConsoleSession bobs = on.begin(on.bob, ConsoleProtocol.VNC, HERE);

    assertThat(open(on.ann, ConsoleProtocol.VNC).holder()).isEqualTo(bobs);
    assertThat(open(on.ann, ConsoleProtocol.SERIAL).holder()).isNull();
  }

  @Test
  void refusesWhoAsksTooOften() {
    exhausted.add(on.ann.id().toString());

    assertThat(refusal(on.ann, null))
        .isEqualTo(new LimitFailure.TooManyCalls("console-tickets", WAIT));
    assertThat(open(on.bob, null).ticket().caller().username()).isEqualTo("bob");
  }

  private IssuedTicket open(User user, @Nullable ConsoleProtocol protocol) {
    return use().open(user.toCaller(), VM.id().toString(), () -> usual(protocol));
  }

  private Failure refusal(User user, @Nullable ConsoleProtocol protocol) {
    return catchThrowableOfType(FailureException.class, () -> open(user, protocol)).failure();
  }

  private static ConsoleRequest usual(@Nullable ConsoleProtocol protocol) {
    return new ConsoleRequest(protocol, ConsoleRequest.USUAL, false, false, null);
  }

  private OpenConsole use() {
    RateLimiter limiter =
        new RateLimiter() {
          @Override
          public Admission admit(Limit limit, String key) {
            return exhausted.contains(key)
                ? new Admission.Refused(limit, WAIT)
                : new Admission.Admitted();
          }

          @Override
          public int forgetIdle() {
            return 0;
          }
        };
    return new OpenConsole(
        on.gate,
        on.inventory,
        on.consoles,
        on.consoles,
        limiter,
        Limits.USUAL.consoleTickets(),
        new Random(),
        on.clock);
  }
}
