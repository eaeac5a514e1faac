package io.vmgate.application.task;

import io.vmgate.application.task.MachinePower.PowerAnswer;
import io.vmgate.application.task.MachinePower.Sighting;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.task.MachineBefore;
import io.vmgate.domain.task.MachineSight;
import io.vmgate.domain.task.Outlook;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState.Running;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes one task to its end, a step at a time.
 *
 * <p>What must survive this object is written: the task with its step and what the machine looked
 * like before. Everything in the fields is a convenience; without them the next owner waits a
 * little longer and looks once more. The one rule that keeps an operation from being asked for
 * twice: the cluster is asked only right after the intent was written under a valid lease by this
 * very object, and in every other case the machine is looked at first.
 *
 * <p>For one thread.
 */
final class TaskRun {
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /** How long after the deadline the outcome of what was asked for is still worth learning. */
  private static final Duration LAST_LOOK = Duration.ofMinutes(2);

  /** How long the platform's account may be turned away, while its token is changed or so. */
  private static final Duration FORBIDDEN_FOR_SURE = Duration.ofMinutes(1);

  private final BoundedPower power;
  private final VmInventory inventory;
  private final TaskLimits limits;
  private final InstantSource clock;
  private final BooleanSupplier leaseIsFresh;
  private final Predicate<Task> write;
  private final VmId vm;
  private final VmName name;
  private final Pursuit pursuit;

  private Task task;
  private boolean over;
  private @Nullable Task unwritten;

  /** Whether this object has just written the intent, so that nobody can have asked before. */
  private boolean mayAsk;

  /** Whether a request may be on its way whose answer nobody waits for. */
  private boolean maybeOnItsWay = true;

  private @Nullable Instant settledAt;
  private @Nullable Instant forbiddenSince;
  private Duration backoff = SOON;
  private @Nullable String trouble;

  /**
   * Go on with a task from where it is written to be.
   *
   * @param leaseIsFresh whether the lease is sure to outlast one call to the cluster
   * @param write writes the task under the lease; answers whether the lease was valid. It may throw
   *     when the database is away, and is then called again.
   */
  TaskRun(
      Task task,
      BoundedPower power,
      VmInventory inventory,
      TaskLimits limits,
      InstantSource clock,
      BooleanSupplier leaseIsFresh,
      Predicate<Task> write) {
    Task.Subject subject = task.subject();
    if (subject == null || subject.name() == null) {
      throw new IllegalArgumentException("no machine to act on: " + task.id());
    }
    this.task = task;
    this.vm = subject.vmId().orElseThrow();
    this.name = subject.name();
    this.power = power;
    this.inventory = inventory;
    this.limits = limits;
    this.clock = clock;
    this.leaseIsFresh = leaseIsFresh;
    this.write = write;
    this.pursuit = new Pursuit(task.action(), vm, inventory, limits, clock);
  }

  /** Whether there is nothing left to do here: the task has ended, or somebody else has it. */
  boolean isOver() {
    return over;
  }

  /** The task as this object would have it. */
  Task task() {
    return task;
  }

  /** End the task for a fault of ours; written by the next step. */
  void giveUp() {
    unwritten = task.failed(clock.instant(), TaskReason.fault(task.id()));
  }

  /**
   * Do the next thing.
   *
   * @return how long to wait until the one after it
   */
  Duration step() {
    if (unwritten != null) {
      return put(unwritten, Duration.ZERO);
    }
    if (!(task.state() instanceof Running(TaskStep step, MachineBefore before))) {
      over = true;
      return Duration.ZERO;
    }
    if (clock.instant().isAfter(task.deadline())) {
      return expire(before);
    }
    if (step == TaskStep.ACCEPTED || before == null) {
      return prepare();
    }
    if (step == TaskStep.ASKING) {
      return mayAsk ? ask(before) : recover(before);
    }
    return follow(pursuit.next(step), before);
  }

  /** Look at the machine and write down what it is like, before anything is asked for. */
  private Duration prepare() {
    return switch (look()) {
      case Sighting.Seen(var sight) -> prepare(sight);
      case Sighting.Missing() -> fail(TaskReason.vmGone());
      case Sighting.Forbidden(var words) -> fail(TaskReason.clusterForbids(words));
      case Sighting.Unclear(var reason) -> later(reason);
    };
  }

  private Duration prepare(MachineSight sight) {
    if (Outlook.isThereAlready(task.action(), sight)) {
      return put(task.succeeded(clock.instant()), Duration.ZERO);
    }
    MachineSight.Run run = sight.run();
    if (task.action() == TaskAction.START && run != null && !run.isFinished()) {
      // KubeVirt refuses a start until the old run is gone; a new one needs no start.
      return run.ending()
          ? SOON
          : put(
              task.in(new Running(TaskStep.ASKED, MachineBefore.of(sight).withoutRun())),
              Duration.ZERO);
    }
    Instant most = clock.instant().plus(limits.of(task.action())).plus(grace(sight));
    Task intended =
        task.in(new Running(TaskStep.ASKING, MachineBefore.of(sight)))
            .until(most.isAfter(task.deadline()) ? most : task.deadline());
    return intend(intended);
  }

  private Duration grace(MachineSight sight) {
    return switch (task.action()) {
      case STOP, RESTART -> task.force() ? Duration.ZERO : sight.grace();
      case START, PAUSE, UNPAUSE -> Duration.ZERO;
    };
  }

  private Duration intend(Task intended) {
    Duration next = put(intended, Duration.ZERO);
    mayAsk = unwritten == null && !over;
    return next;
  }

  private Duration ask(MachineBefore before) {
    mayAsk = false; // whatever comes of it, the next time the intent is written anew
    maybeOnItsWay = true;
    pursuit.beforeAsking();
    return switch (power.ask(name, task.action(), task.force(), leaseIsFresh)) {
      case PowerAnswer.Agreed() -> {
        pursuit.afterAgreement();
        yield agreed(before);
      }
      case PowerAnswer.Refused(var words) -> refused(before, words);
      case PowerAnswer.Forbidden(var words) -> fail(TaskReason.clusterForbids(words));
      case PowerAnswer.TryAgain(var words) -> {
        maybeOnItsWay = false;
        yield later(words);
      }
      case PowerAnswer.NotAsked(var reason) -> {
        maybeOnItsWay = false;
        yield later(reason);
      }
      case PowerAnswer.Unknown(var reason) -> {
        settledAt = null;
        yield later(reason);
      }
    };
  }

  private Duration agreed(MachineBefore before) {
    backoff = SOON;
    trouble = null;
    return put(task.in(new Running(TaskStep.ASKED, before)), Duration.ZERO);
  }

  /** A refusal is often only the echo of a request that was heard the first time. */
  private Duration refused(MachineBefore before, String words) {
    return switch (look()) {
      case Sighting.Missing() -> fail(TaskReason.vmGone());
      case Sighting.Unclear(var reason) -> later(reason);
      case Sighting.Forbidden(var why) -> forbidden(why);
      case Sighting.Seen(var sight) -> {
        if (outlook(before, sight) != Outlook.UNTOUCHED) {
          yield agreed(before);
        }
        maybeOnItsWay = false;
        yield isBetweenRuns(sight) ? SOON : fail(TaskReason.clusterRefused(words));
      }
    };
  }

  /** Whether what is refused now will be possible in a moment. */
  private boolean isBetweenRuns(MachineSight sight) {
    MachineSight.Run run = sight.run();
    return switch (task.action()) {
      case START -> run != null && run.ending();
      case STOP -> run == null || run.isFinished();
      case RESTART, PAUSE, UNPAUSE -> false;
    };
  }

  private Outlook outlook(MachineBefore before, MachineSight sight) {
    return Outlook.of(task.action(), task.step(), before, sight);
  }

  /** Find out whether the cluster has heard a request, and ask again only if it has not. */
  private Duration recover(MachineBefore before) {
    return switch (look()) {
      case Sighting.Unclear(var reason) -> later(reason);
      case Sighting.Missing() -> fail(TaskReason.vmGone());
      case Sighting.Forbidden(var words) -> forbidden(words);
      case Sighting.Seen(var sight) -> {
        Outlook outlook = outlook(before, sight);
        // To end at once what is already ending shows nowhere, and may be asked for twice.
        boolean asksAgain =
            outlook == Outlook.UNTOUCHED
                || outlook == Outlook.UNDER_WAY && task.action() == TaskAction.STOP && task.force();
        if (!asksAgain) {
          yield agreed(before);
        }
        yield isSettled() ? intend(task) : SOON;
      }
    };
  }

  /** A restart that is heard late would be a second one. */
  private boolean isSettled() {
    if (!maybeOnItsWay || task.action() != TaskAction.RESTART) {
      return true;
    }
    Instant now = clock.instant();
    if (settledAt == null) {
      settledAt = now.plus(limits.settle());
    }
    return !now.isBefore(settledAt);
  }

  private Duration follow(Pursuit.Move move, MachineBefore before) {
    return switch (move) {
      case Pursuit.Move.Advance(var step) -> put(task.in(new Running(step, before)), Duration.ZERO);
      case Pursuit.Move.Look() -> check(before);
      case Pursuit.Move.Wait(var time) -> time;
      case Pursuit.Move.Succeed() -> put(task.succeeded(clock.instant()), Duration.ZERO);
      case Pursuit.Move.Fail(var reason) -> fail(reason);
    };
  }

  /** See whether the goal is reached where it counts. */
  private Duration check(MachineBefore before) {
    return switch (look()) {
      case Sighting.Missing() -> fail(TaskReason.vmGone());
      case Sighting.Forbidden(var words) -> {
        pursuit.sawNothing();
        yield forbidden(words);
      }
      case Sighting.Unclear(var reason) -> {
        pursuit.sawNothing();
        yield later(reason);
      }
      case Sighting.Seen(var sight) -> {
        backoff = SOON;
        trouble = null;
        yield follow(pursuit.judge(sight, outlook(before, sight)), before);
      }
    };
  }

  /** The time is up; a last look, for what was reached meanwhile was reached. */
  private Duration expire(@Nullable MachineBefore before) {
    return switch (look()) {
      case Sighting.Missing() -> fail(TaskReason.vmGone());
      case Sighting.Forbidden(var words) ->
          task.step() == TaskStep.ACCEPTED
              ? fail(TaskReason.clusterForbids(words))
              : forbidden(words);
      case Sighting.Unclear(var reason) ->
          task.step() == TaskStep.ACCEPTED
                  || clock.instant().isAfter(task.deadline().plus(LAST_LOOK))
              ? fail(TaskReason.clusterUnreachable(reason))
              : later(reason);
      case Sighting.Seen(var sight) ->
          before != null
                  && task.step() != TaskStep.ACCEPTED
                  && outlook(before, sight) == Outlook.REACHED
              ? put(task.succeeded(clock.instant()), Duration.ZERO)
              : fail(expired(sight));
    };
  }

  private TaskReason expired(MachineSight sight) {
    boolean asked = task.step().isBeyond(TaskStep.ASKING);
    if (!asked && trouble != null) {
      return TaskReason.clusterUnreachable(trouble);
    }
    String message =
        inventory.find(vm).map(known -> known.state().message()).orElse(sight.message());
    return TaskReason.timedOut(
        Duration.between(task.createdAt(), clock.instant()), sight.printableStatus(), message);
  }

  private Sighting look() {
    Sighting sighting = power.look(vm, name);
    if (sighting instanceof Sighting.Seen) {
      forbiddenSince = null;
    }
    return sighting;
  }

  /** What was asked for may go well although nobody may look for a while. */
  private Duration forbidden(String words) {
    Instant now = clock.instant();
    if (forbiddenSince == null) {
      forbiddenSince = now;
    }
    return now.isBefore(forbiddenSince.plus(FORBIDDEN_FOR_SURE))
        ? later(words)
        : fail(TaskReason.clusterForbids(words));
  }

  private Duration fail(TaskReason reason) {
    return put(task.failed(clock.instant(), reason), Duration.ZERO);
  }

  private Duration later(String reason) {
    trouble = reason;
    Duration wait = backoff;
    Duration longer = backoff.multipliedBy(2);
    backoff = longer.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : longer;
    return wait;
  }

  /** Write, and believe it only once it is written. */
  private Duration put(Task next, Duration then) {
    unwritten = next;
    boolean valid = write.test(next);
    unwritten = null;
    over = !valid || next.state().hasEnded();
    task = next;
    return then;
  }
}
