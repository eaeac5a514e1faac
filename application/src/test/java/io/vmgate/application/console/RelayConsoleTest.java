package io.vmgate.application.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.console.ScriptedDialer;
import io.vmgate.testkit.console.ScriptedRelay;
import io.vmgate.testkit.console.ScriptedViewer;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayConsoleTest {
  private static final ConsoleLimits LIMITS =
      new ConsoleLimits(
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofSeconds(20),
          Duration.ofMillis(200));

  private final ConsoleFixture fixture = new ConsoleFixture();
  private final ScriptedDialer dialer = new ScriptedDialer();
  private final ScriptedViewer viewer = new ScriptedViewer();
  private final LiveConsoles live = new LiveConsoles();
  private final RelayConsole relayConsole =
      new RelayConsole(dialer, live, fixture.consoles, fixture.consoles, fixture.inventory, LIMITS);

  private final ConsoleSession session =
      fixture.begin(fixture.ann, ConsoleProtocol.SERIAL, ConsoleFixture.HERE);

  private Thread begin() {
    return Thread.ofVirtual().start(() -> relayConsole.relay(admission(), viewer));
  }

  private Admission admission() {
    return new Admission(
        session, new ConsoleTarget(session.vmName(), ConsoleProtocol.SERIAL, 0, false), true);
  }

  private ConsoleSession.End end(Thread running) throws InterruptedException {
    running.join(Duration.ofSeconds(10));
    return Objects.requireNonNull(fixture.consoles.all().getFirst().end());
  }

  @Test
  void joinsTheViewerByTheRulesAndWritesDownTheEnd() throws InterruptedException {
    Thread running = begin();
    RelayRules rules = viewer.rules();

    viewer.relay().end(new EndReason.ViewerLeft());
    ConsoleSession.End end = end(running);

    assertThat(rules)
        .isEqualTo(
            new RelayRules(
                ConsoleProtocol.SERIAL, false, LIMITS.idle(), LIMITS.longest(), LIMITS.ping()));
    assertThat(end.reason()).isEqualTo(new EndReason.ViewerLeft());
    assertThat(end.traffic()).isEqualTo(ScriptedRelay.CARRIED);
    assertThat(dialer.lines.getFirst().isClosed()).isTrue();
    assertThat(live.connections()).isZero();
  }

  @Test
  void obeysAnOrder() throws InterruptedException {
    Thread running = begin();
    viewer.rules();

    live.end(session.id(), new EndReason.Disconnected("root"));

    assertThat(end(running).reason()).isEqualTo(new EndReason.Disconnected("root"));
    assertThat(viewer.told()).isEqualTo(new EndReason.Disconnected("root"));
  }

  @Test
  void hearsAnOrderWhileItDials() throws InterruptedException {
    dialer.hold();
    Thread running = begin();
    await().atMost(Duration.ofSeconds(5)).until(() -> !dialer.dialled.isEmpty());

    live.end(session.id(), new EndReason.Disconnected("root"));

    assertThat(end(running).reason()).isEqualTo(new EndReason.Disconnected("root"));
    assertThat(viewer.told()).isEqualTo(new EndReason.Disconnected("root"));
    await().atMost(Duration.ofSeconds(5)).until(dialer::wasInterrupted);
  }

  @Test
  void givesUpOnWhoeverDialsWithoutEnd() throws InterruptedException {
    Duration patience = Duration.ofMillis(50);
    dialer.hold();
    RelayConsole hasty =
        new RelayConsole(
            dialer,
            live,
            fixture.consoles,
            fixture.consoles,
            fixture.inventory,
            new ConsoleLimits(
                patience, LIMITS.idle(), LIMITS.longest(), LIMITS.ping(), LIMITS.afterthought()));

    Thread running = Thread.ofVirtual().start(() -> hasty.relay(admission(), viewer));

    assertThat(end(running).reason()).isEqualTo(new EndReason.NoAnswer(patience));
    await().atMost(Duration.ofSeconds(5)).until(dialer::wasInterrupted);
  }

  @Test
  void dialsNothingForASessionThatHasEndedAlready() throws InterruptedException {
    EndReason order = new EndReason.Disconnected("root");
    fixture.consoles.end(
        fixture.ann.tenant(), session.vm(), session::equals, order, fixture.clock.instant());

    assertThat(end(begin()).reason()).isEqualTo(order);

    assertThat(viewer.told()).isEqualTo(order);
    assertThat(dialer.dialled).isEmpty();
  }

  @Test
  void explainsALineThatEndsWithoutAWord() throws InterruptedException {
    Thread running = begin();
    viewer.rules();
    fixture.inventory.put(VmBuilder.aVm().named("shop", "web-1").stopped().build());

    viewer.relay().hangUp();

    assertThat(end(running).reason()).isEqualTo(new EndReason.MachineStopped(VmStatus.STOPPED));
    assertThat(viewer.told()).isEqualTo(new EndReason.MachineStopped(VmStatus.STOPPED));
  }

  @Test
  void saysThatTheLineWasLostWhileTheMachineRunsOn() throws InterruptedException {
    Thread running = begin();
    viewer.rules();

    viewer.relay().hangUp();

    assertThat(end(running).reason()).isEqualTo(new EndReason.LineLost());
  }

  @Test
  void tellsTheViewerWhyThereIsNoLine() throws InterruptedException {
    dialer.refuse(new ConsoleFailure.LineRefused(LineProblem.NO_SERIAL, "No serial").toException());

    ConsoleSession.End end = end(begin());

    assertThat(end.reason())
        .isEqualTo(new EndReason.LineRefused(LineProblem.NO_SERIAL, "No serial"));
    assertThat(end.traffic()).isEqualTo(Traffic.NONE);
    assertThat(viewer.told()).isEqualTo(end.reason());
  }

  @Test
  void tellsTheViewerThatTheClusterIsSilent() throws InterruptedException {
    dialer.refuse(new PlatformFailure.ClusterTimedOut(LIMITS.dialPatience()).toException());

    assertThat(end(begin()).reason()).isEqualTo(new EndReason.NoAnswer(LIMITS.dialPatience()));
  }

  @Test
  void dialsNothingForWhoHasLeft() throws InterruptedException {
    viewer.leave();

    assertThat(end(begin()).reason()).isEqualTo(new EndReason.ViewerLeft());
    assertThat(dialer.dialled).isEmpty();
  }

  @Test
  void saysThatSomebodyOutsideIsOnTheConsole() throws InterruptedException {
    dialer.refuse(new ConsoleFailure.LineTaken().toException());
    Thread running = begin();

    assertThat(end(running).reason()).isEqualTo(new EndReason.LineTaken());
    await().atMost(Duration.ofSeconds(5)).until(() -> live.connections() == 0);
  }

  @Test
  void tellsTheViewerWhyBeforeTheDatabaseHasAnswered() throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(1);
    RelayConsole hanging = relayingWithLog(hangingUntil(answers));
    Thread running = Thread.ofVirtual().start(() -> hanging.relay(admission(), viewer));
    viewer.rules();

    live.end(session.id(), new EndReason.GoingAway());

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(viewer.told()).isEqualTo(new EndReason.GoingAway()));
    assertThat(live.connections()).isEqualTo(1); // who goes down waits for the row
    answers.countDown();
    assertThat(end(running).reason()).isEqualTo(new EndReason.GoingAway());
    assertThat(live.connections()).isZero();
  }

  @Test
  void asksTheDatabaseWhyALineWasLostButNotForLong() throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(1);
    RelayConsole hanging = relayingWithLog(hangingUntil(answers));
    Thread running = Thread.ofVirtual().start(() -> hanging.relay(admission(), viewer));
    viewer.rules();

    viewer.relay().hangUp();

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(viewer.told()).isEqualTo(new EndReason.LineLost()));
    answers.countDown();
    assertThat(end(running).reason()).isEqualTo(new EndReason.LineLost());
  }

  @Test
  void tellsTheReasonThatTheDatabaseKnowsForALostLine() throws InterruptedException {
    Thread running = begin();
    viewer.rules();
    EndReason order = new EndReason.TakenOver("root");
    fixture.consoles.end(
        fixture.ann.tenant(), session.vm(), session::equals, order, fixture.clock.instant());

    viewer.relay().hangUp();

    assertThat(end(running).reason()).isEqualTo(order);
    assertThat(viewer.told()).isEqualTo(order);
  }

  @Test
  void refusesMoreConnectionsThanASessionMayHave() throws InterruptedException {
    ConsoleSession spice = fixture.begin(fixture.bob, ConsoleProtocol.SPICE, ConsoleFixture.HERE);
    List<ScriptedViewer> channels =
        Stream.generate(ScriptedViewer::new).limit(LiveConsoles.MOST_CONNECTIONS).toList();
    List<Thread> running =
        channels.stream()
            .map(channel -> relaying(spice, channel == channels.getFirst(), channel))
            .toList();
    channels.forEach(ScriptedViewer::rules);

    relaying(spice, false, viewer).join(Duration.ofSeconds(10));

    assertThat(viewer.told())
        .isEqualTo(new EndReason.LineRefused(LineProblem.TOO_MANY_CHANNELS, ""));
    assertThat(dialer.dialled).hasSize(LiveConsoles.MOST_CONNECTIONS);
    channels.get(5).relay().end(new EndReason.ViewerLeft());
    running.get(5).join(Duration.ofSeconds(10));
    ScriptedViewer next = new ScriptedViewer();
    Thread last = relaying(spice, false, next);
    next.rules();
    channels.getFirst().relay().end(new EndReason.ViewerLeft());
    last.join(Duration.ofSeconds(10));
    running.getFirst().join(Duration.ofSeconds(10)); // the one that writes the end down
    assertThat(endOf(spice).reason()).isEqualTo(new EndReason.ViewerLeft());
  }

  @Test
  void dialsNoPortOfAMachineWithoutAnAddress() throws InterruptedException {
    ConsoleSession spice = fixture.begin(fixture.bob, ConsoleProtocol.SPICE, ConsoleFixture.HERE);
    fixture.inventory.put(VmBuilder.aVm().named("shop", "web-1").withoutAddress().build());

    relaying(spice, true, viewer).join(Duration.ofSeconds(10));

    assertThat(viewer.told()).isEqualTo(new EndReason.LineRefused(LineProblem.NO_NETWORK, ""));
    assertThat(endOf(spice).reason()).isEqualTo(viewer.told());
    assertThat(dialer.dialled).isEmpty();
  }

  @Test
  void addsUpAndEndsWhatASessionCarriesOnSeveralConnections() throws InterruptedException {
    ConsoleSession spice = fixture.begin(fixture.bob, ConsoleProtocol.SPICE, ConsoleFixture.HERE);
    ScriptedViewer display = new ScriptedViewer();
    Thread main = relaying(spice, true, viewer);
    viewer.rules();
    Thread further = relaying(spice, false, display);
    display.rules();

    viewer.relay().end(new EndReason.ViewerLeft());
    main.join(Duration.ofSeconds(10));
    further.join(Duration.ofSeconds(10));

    assertThat(display.told()).isEqualTo(new EndReason.ViewerLeft());
    assertThat(endOf(spice).traffic())
        .isEqualTo(
            new Traffic(
                2 * ScriptedRelay.CARRIED.toViewerBytes(),
                2 * ScriptedRelay.CARRIED.toMachineBytes()));
  }

  @Test
  void endsTheSessionWhereAFurtherConnectionKnowsThatNobodyIsThere() throws InterruptedException {
    ConsoleSession spice = fixture.begin(fixture.bob, ConsoleProtocol.SPICE, ConsoleFixture.HERE);
    EndReason idle = new EndReason.Idle(LIMITS.idle());
    Thread inputs = relaying(spice, false, viewer);
    viewer.rules();

    viewer.relay().end(idle);
    inputs.join(Duration.ofSeconds(10));

    assertThat(endOf(spice).reason()).isEqualTo(idle);
  }

  private Thread relaying(ConsoleSession spice, boolean main, ScriptedViewer by) {
    ConsoleTarget target = new ConsoleTarget(spice.vmName(), ConsoleProtocol.SPICE, 5900, false);
    return Thread.ofVirtual()
        .start(() -> relayConsole.relay(new Admission(spice, target, main), by));
  }

  private ConsoleSession.End endOf(ConsoleSession spice) {
    return fixture.consoles.all().stream()
        .filter(one -> one.id().equals(spice.id()))
        .map(ConsoleSession::end)
        .map(Objects::requireNonNull)
        .findFirst()
        .orElseThrow();
  }

  private RelayConsole relayingWithLog(SessionLog log) {
    return new RelayConsole(dialer, live, fixture.consoles, log, fixture.inventory, LIMITS);
  }

  private SessionLog hangingUntil(CountDownLatch answers) {
    return (ended, reason, traffic) -> {
      try {
        answers.await();
      } catch (InterruptedException over) {
        throw new IllegalStateException(over);
      }
      return fixture.consoles.end(ended, reason, traffic);
    };
  }
}
