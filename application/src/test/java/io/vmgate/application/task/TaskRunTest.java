package io.vmgate.application.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.task.MachinePower.PowerAnswer;
import io.vmgate.application.task.TaskQueue.Lease;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskReason.Cause;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.task.InMemoryTasks;
import io.vmgate.testkit.task.SimulatedMachine;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One task, step by step, with an owner that may die between any two steps. */
class TaskRunTest {
  private static final int MOST_STEPS = 2_000;

  private final ManualClock clock = new ManualClock();
  private final InMemoryTasks tasks = new InMemoryTasks(clock);
  private final InMemoryVmInventory inventory = new InMemoryVmInventory();
  private final SimulatedMachine machine = new SimulatedMachine("shop", "web-1");
  private boolean leaseIsFresh = true;
  private long owners;

  static Stream<Arguments> deaths() {
    return Stream.of(TaskAction.values())
        .flatMap(action -> Stream.of(1, 2, 3, 4, 5, 6).map(step -> Arguments.of(action, step)));
  }

  @ParameterizedTest
  @EnumSource(TaskAction.class)
  void reachesItsGoalAskingOnce(TaskAction action) {
    Task task = accept(action);

    runToEnd(take());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(action);
    assertThat(machine.vm().state().status()).isEqualTo(action.goal());
  }

  @ParameterizedTest
  @EnumSource(TaskAction.class)
  void looksAtTheMachineOnlyBeforeAndAtTheGoal(TaskAction action) {
    accept(action);

    runToEnd(take());

    assertThat(machine.looks()).isEqualTo(2);
  }

  @Test
  void leavesTheClusterInPeaceWhileTheMachineIsSeenToBeOnItsWay() {
    accept(TaskAction.RESTART);
    TaskRun run = take();
    run.step();
    run.step();
    var agreed = clock.instant();

    inventory.put(machine.vm()); // stopping, and nothing else for a while
    while (clock.instant().isBefore(agreed.plusSeconds(8))) {
      clock.advance(run.step());
    }

    assertThat(machine.looks()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void endsWellWhereverItsOwnerDies(TaskAction action, int steps) {
    Task task = accept(action);
    TaskRun dying = take();
    for (int i = 0; i < steps && !dying.isOver(); i++) {
      dying.step();
      live();
    }

    runToEnd(takeOver());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(action);
    assertThat(machine.runs())
        .isEqualTo(
            switch (action) {
              case RESTART -> 2;
              case START, STOP, PAUSE, UNPAUSE -> 1;
            });
  }

  @ParameterizedTest
  @EnumSource(TaskAction.class)
  void asksAgainIfItsOwnerDiedBeforeAsking(TaskAction action) {
    Task task = accept(action);
    TaskRun dying = take();
    dying.step();
    assertThat(stepOf(task)).isEqualTo(TaskStep.ASKING);
    assertThat(machine.heard()).isEmpty();

    runToEnd(takeOver());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(action);
  }

  @ParameterizedTest
  @EnumSource(TaskAction.class)
  void doesNotAskAgainIfItsOwnerDiedBetweenAskingAndWriting(TaskAction action) {
    Task task = accept(action);
    TaskRun dying = take();
    dying.step();
    tasks.beAway(true);
    try {
      dying.step();
    } catch (FailureException away) {
      assertThat(machine.heard()).containsExactly(action);
    }
    tasks.beAway(false);
    assertThat(stepOf(task)).isEqualTo(TaskStep.ASKING);

    runToEnd(takeOver());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(action);
  }

  @ParameterizedTest
  @EnumSource(TaskAction.class)
  void doesNotAskAgainWhenOnlyTheAnswerWasLost(TaskAction action) {
    Task task = accept(action);
    machine.loseNextAnswer();

    runToEnd(take());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(action);
  }

  @Test
  void asksForAStopAgainThatOnlyLooksHeardSinceTheGuestShutDown() {
    Task task = accept(TaskAction.STOP);
    take().step();
    machine.shutDownByItself();
    runAgain();

    runToEnd(takeOver());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(TaskAction.STOP);
    assertThat(machine.vm().state().status()).isEqualTo(VmStatus.STOPPED);
  }

  @Test
  void asksForAStopAgainWhileTheMachineIsBetweenTwoRuns() {
    Task task = accept(TaskAction.STOP);
    take().step();
    machine.shutDownByItself();

    runToEnd(takeOver());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(TaskAction.STOP);
    assertThat(machine.runs()).isEqualTo(1);
  }

  @Test
  void takesNoNewRunForTheEchoOfAStopThatWasRefused() {
    Task task = accept(TaskAction.STOP);
    machine.answerNext(new PowerAnswer.Refused("admission webhook denied the request"));
    TaskRun run = take();
    run.step();
    machine.shutDownByItself();
    runAgain();

    runToEnd(run);

    assertThat(reasonOf(task))
        .isEqualTo(TaskReason.clusterRefused("admission webhook denied the request"));
  }

  @Test
  void takesNoNewRunForAStopThatCouldNotBeAskedForInTime() {
    Task task = accept(TaskAction.STOP);
    leaseIsFresh = false;
    TaskRun run = take();
    run.step();
    machine.shutDownByItself();
    runAgain();

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Failed.class);
    assertThat(machine.heard()).isEmpty();
  }

  @Test
  void failsWhenSomebodyElseStartsWhatItStops() {
    Task task = accept(TaskAction.STOP);
    TaskRun run = take();
    run.step();
    run.step();
    machine.hear(TaskAction.START);
    runAgain();

    runToEnd(run);

    assertThat(reasonOf(task)).isEqualTo(TaskReason.undone());
    assertThat(clock.instant()).isBefore(ManualClock.START.plusSeconds(60));
  }

  @Test
  void waitsUntilALostRestartCannotBeOnItsWayAnyMore() {
    Task task = accept(TaskAction.RESTART);
    machine.answerNext(new PowerAnswer.Unknown("the line broke"));
    TaskRun run = take();
    run.step();
    run.step();
    var asked = clock.instant();

    runUntil(run, () -> machine.heard().size() == 2);

    assertThat(Duration.between(asked, clock.instant()))
        .isGreaterThanOrEqualTo(TaskLimits.USUAL.settle());
    runToEnd(run);
    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.runs()).isEqualTo(2);
  }

  @Test
  void leavesATaskAloneThatAnotherOwnerHas() {
    Task task = accept(TaskAction.RESTART);
    TaskRun asleep = take();
    asleep.step();
    TaskRun next = takeOver();

    asleep.step();
    assertThat(asleep.isOver()).isTrue();
    runToEnd(next);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    // The sleeper believed its lease to be fresh, and the machine shows it.
    assertThat(machine.heard()).containsExactly(TaskAction.RESTART);
  }

  @Test
  void asksNothingWhileItsLeaseMayRunOut() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();
    leaseIsFresh = false;
    for (int i = 0; i < 20; i++) {
      run.step();
    }
    assertThat(machine.heard()).isEmpty();
    leaseIsFresh = true;

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(TaskAction.START);
  }

  @Test
  void goesOnWhenTheClusterIsBack() {
    Task task = accept(TaskAction.START);
    machine.beUnreachable("the API server cannot be reached");
    TaskRun run = take();
    var since = clock.instant();
    runUntil(run, () -> Duration.between(since, clock.instant()).toSeconds() > 60);
    machine.beUnreachable(null);

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
  }

  @Test
  void learnsOfAPauseThatTookEffectWhileTheClusterWasAway() {
    Task task = accept(TaskAction.PAUSE);
    machine.loseNextAnswer();
    TaskRun run = take();
    run.step();
    run.step();
    machine.beUnreachable("no route");
    runUntil(run, () -> clock.instant().isAfter(ManualClock.START.plusSeconds(90)));
    machine.beUnreachable(null);

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
  }

  @Test
  void saysThatTheClusterWasAwayAllTheTime() {
    Task task = accept(TaskAction.START);
    machine.beUnreachable("no route");

    runToEnd(take());

    assertThat(reasonOf(task)).isEqualTo(TaskReason.clusterUnreachable("no route"));
  }

  @Test
  void writesItsResultWhenTheDatabaseIsBack() {
    Task task = accept(TaskAction.PAUSE);
    TaskRun run = take();
    run.step();
    run.step();
    tasks.beAway(true);
    for (int i = 0; i < 5; i++) {
      try {
        run.step();
      } catch (FailureException away) {
        assertThat(run.isOver()).isFalse();
      }
    }
    tasks.beAway(false);

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
  }

  @Test
  void failsWithTheClustersOwnWords() {
    Task task = accept(TaskAction.START);
    machine.answerNext(new PowerAnswer.Refused("Always does not support manual start requests"));

    runToEnd(take());

    assertThat(reasonOf(task))
        .isEqualTo(TaskReason.clusterRefused("Always does not support manual start requests"));
  }

  @Test
  void failsWhenThePlatformMayNotDoIt() {
    Task task = accept(TaskAction.START);
    machine.answerNext(new PowerAnswer.Forbidden("virtualmachines/start is forbidden"));

    runToEnd(take());

    assertThat(reasonOf(task).cause()).isEqualTo(Cause.CLUSTER_FORBIDS);
  }

  @ParameterizedTest
  @EnumSource(TaskAction.class)
  void outlastsAWhileInWhichThePlatformMayNotLook(TaskAction action) {
    Task task = accept(action);
    TaskRun run = take();
    run.step();
    run.step();
    machine.forbidLooks("Unauthorized");
    runUntil(run, () -> clock.instant().isAfter(ManualClock.START.plusSeconds(40)));
    machine.forbidLooks(null);

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(action);
  }

  @Test
  void learnsOfAnEchoAlthoughItMayNotLookAtOnce() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();
    run.step();
    machine.hear(TaskAction.START);
    machine.answerNext(new PowerAnswer.Refused("VM is already running"));
    machine.forbidLooks("Unauthorized");
    run.step();
    machine.forbidLooks(null);

    runToEnd(run);

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(TaskAction.START);
  }

  @Test
  void failsAtOnceWhenThePlatformMayNotLookBeforeItAsks() {
    Task task = accept(TaskAction.START);
    machine.forbidLooks("virtualmachines is forbidden");

    take().step();

    assertThat(reasonOf(task)).isEqualTo(TaskReason.clusterForbids("virtualmachines is forbidden"));
  }

  @Test
  void failsWhenThePlatformMayNotLookForLong() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();
    run.step();
    run.step();
    machine.forbidLooks("virtualmachines is forbidden");

    runToEnd(run);

    assertThat(reasonOf(task)).isEqualTo(TaskReason.clusterForbids("virtualmachines is forbidden"));
    assertThat(clock.instant()).isBefore(ManualClock.START.plusSeconds(90));
  }

  @Test
  void asksAgainWhenTheClusterSaysSo() {
    Task task = accept(TaskAction.RESTART);
    machine.answerNext(new PowerAnswer.TryAgain("stop/start already underway"));

    runToEnd(take());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(TaskAction.RESTART, TaskAction.RESTART);
    assertThat(machine.runs()).isEqualTo(2);
  }

  @Test
  void startsOnlyWhenTheOldRunIsGone() {
    machine.running();
    machine.hear(TaskAction.STOP);
    Task task = accept(TaskAction.START);

    runToEnd(take());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).containsExactly(TaskAction.START);
    assertThat(machine.runs()).isEqualTo(2);
  }

  @Test
  void hasNothingToDoWhereSomebodyElseWasFaster() {
    Task task = accept(TaskAction.START);
    machine.running();

    runToEnd(take());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
    assertThat(machine.heard()).isEmpty();
  }

  @Test
  void failsWhenTheMachineIsDeleted() {
    Task task = accept(TaskAction.STOP);
    TaskRun run = take();
    run.step();
    run.step();
    machine.vanish();
    inventory.remove(machine.id());

    runToEnd(run);

    assertThat(reasonOf(task)).isEqualTo(TaskReason.vmGone());
  }

  @Test
  void failsWhenSomebodyElseStopsWhatItStarts() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();
    run.step();
    run.step();
    machine.setRunStrategy("Halted");

    runToEnd(run);

    assertThat(reasonOf(task)).isEqualTo(TaskReason.undone());
    assertThat(clock.instant()).isBefore(ManualClock.START.plusSeconds(60));
  }

  @Test
  void saysWhatHoldsTheMachineUp() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();
    run.step();
    run.step();
    inventory.put(
        VmBuilder.aVm()
            .named("shop", "web-1")
            .standing("ErrorUnschedulable", "0/3 nodes are available: 3 Insufficient memory.")
            .build());

    for (int i = 0; i < MOST_STEPS && !run.isOver(); i++) {
      clock.advance(run.step());
    }

    assertThat(reasonOf(task))
        .isEqualTo(
            TaskReason.heldUp(
                "ErrorUnschedulable", "0/3 nodes are available: 3 Insufficient memory."));
  }

  @Test
  void failsAtItsDeadlineSayingHowTheMachineStands() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();

    for (int i = 0; i < 10 * MOST_STEPS && !run.isOver(); i++) {
      clock.advance(run.step());
    }

    assertThat(reasonOf(task).cause()).isEqualTo(Cause.TIMED_OUT);
    assertThat(reasonOf(task).arguments()).last().isEqualTo("Stopped");
  }

  @Test
  void goesByLooksAloneWhileTheInventoryIsBlind() {
    inventory.become(new InventoryState.Stale(ManualClock.START, "lost"));
    Task task = accept(TaskAction.RESTART);

    runToEnd(take());

    assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class);
  }

  @Test
  void tellsHowFarItHasCome() {
    Task task = accept(TaskAction.START);
    TaskRun run = take();
    run.step();
    run.step();
    assertThat(progressOf(task)).isEqualTo(20);
    inventory.put(at("Starting", null));
    run.step();
    run.step();
    assertThat(progressOf(task)).isEqualTo(40);
    inventory.put(at("Starting", "node-a"));
    run.step();
    assertThat(progressOf(task)).isEqualTo(60);
    inventory.put(at("Starting", null));
    run.step();
    assertThat(progressOf(task)).isEqualTo(60);
    machine.running();
    inventory.put(at("Running", "node-a"));
    run.step();
    assertThat(progressOf(task)).isEqualTo(100);
  }

  private static Vm at(String printableStatus, @Nullable String node) {
    return VmBuilder.aVm().named("shop", "web-1").standing(printableStatus).on(node).build();
  }

  private Task accept(TaskAction action) {
    switch (action) {
      case STOP, RESTART, PAUSE -> machine.running();
      case UNPAUSE -> machine.paused();
      case START -> {}
    }
    inventory.put(machine.vm());
    Task task = aTask().to(action).on("shop", "web-1").build();
    tasks.accept(task, null);
    return task;
  }

  private TaskRun take() {
    Lease lease = tasks.lease(new UUID(0, ++owners), 1, TaskLimits.USUAL.lease()).getFirst();
    return new TaskRun(
        tasks.read(lease).orElseThrow(),
        new BoundedPower(machine, 8),
        inventory,
        TaskLimits.USUAL,
        clock,
        () -> leaseIsFresh,
        next -> tasks.write(lease, next));
  }

  /** Somebody else goes on, or finds nothing to go on with. */
  private TaskRun takeOver() {
    clock.advance(TaskLimits.USUAL.lease());
    boolean ended = tasks.lease(new UUID(0, 98), 1, Duration.ZERO).isEmpty();
    return ended ? overAlready() : take();
  }

  private TaskRun overAlready() {
    TaskRun run =
        new TaskRun(
            aTask().standing(new TaskState.Succeeded(ManualClock.START)).build(),
            new BoundedPower(machine, 8),
            inventory,
            TaskLimits.USUAL,
            clock,
            () -> true,
            _ -> true);
    run.step();
    return run;
  }

  private void runToEnd(TaskRun run) {
    runUntil(run, run::isOver);
  }

  private void runUntil(TaskRun run, BooleanSupplier until) {
    for (int i = 0; i < MOST_STEPS && !until.getAsBoolean(); i++) {
      clock.advance(run.step());
      live();
    }
    assertThat(until.getAsBoolean()).isTrue();
  }

  /** The old run goes, and another is up. */
  private void runAgain() {
    for (int i = 0; i < 3; i++) {
      live();
    }
    assertThat(machine.runs()).isEqualTo(2);
  }

  /** Let KubeVirt and the inventory do their part. */
  private void live() {
    machine.proceed();
    if (inventory.find(machine.id()).isPresent()) {
      inventory.put(machine.vm());
    }
  }

  private TaskState stateOf(Task task) {
    return tasks.find(task.tenant(), task.id()).orElseThrow().task().state();
  }

  private TaskStep stepOf(Task task) {
    return tasks.find(task.tenant(), task.id()).orElseThrow().task().step();
  }

  private int progressOf(Task task) {
    return tasks.find(task.tenant(), task.id()).orElseThrow().progress();
  }

  private TaskReason reasonOf(Task task) {
    return Objects.requireNonNull(
        stateOf(task) instanceof TaskState.Failed(_, _, var reason) ? reason : null);
  }
}
