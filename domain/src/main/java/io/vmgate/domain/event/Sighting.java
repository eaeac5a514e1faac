package io.vmgate.domain.event;

import io.vmgate.domain.event.VmEvent.Origin.Seen;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmRun.Migration;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.domain.vm.VmSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hold what was seen of a machine at one moment: all that is needed to say, at the next look, what
 * has happened.
 *
 * @param run its latest; null when nothing is left of it
 * @param services those that lead to it; nothing that is called an event happens to them
 */
public record Sighting(VmSummary vm, @Nullable VmRun run, ServiceSight services) {
  private static final String HALTED = "Halted";
  private static final String CRASH_LOOP = "CrashLoopBackOff";
  private static final Set<String> IMAGE_PULL = Set.of("ErrImagePull", "ImagePullBackOff");

  /** What can be seen of this machine. */
  public static Sighting of(Vm vm, ServiceSight services) {
    return new Sighting(VmSummary.of(vm), vm.latestRun(), services);
  }

  /**
   * The same, save that services which cannot be seen now are as they were: they are not gone.
   *
   * @param before what was known; null for nothing
   */
  public Sighting after(@Nullable Sighting before) {
    return before != null && services instanceof ServiceSight.Hidden
        ? new Sighting(vm, run, before.services)
        : this;
  }

  /** Whether the machine itself looks the same, whatever leads to it. */
  public boolean showsTheSameMachineAs(Sighting other) {
    return vm.equals(other.vm) && Objects.equals(run, other.run);
  }

  /** What has happened since, in the order in which it must have. */
  public List<Observation> since(Sighting before) {
    List<Observation> observations = new ArrayList<>();
    boolean ran = before.run != null && before.run.isRunning();
    boolean sameRun = before.run != null && run != null && before.run.uid().equals(run.uid());
    boolean runs = run != null && run.isRunning();
    if (ran && sameRun && run != null && run.isOver()) {
      observations.add(endOf(before));
    } else if (ran && !sameRun && !runs) {
      observations.add(Observation.of(EventType.STOPPED));
    } else if (!ran && hasNewFailure(before)) {
      observations.add(crash());
    }
    if (runs && !(ran && sameRun)) {
      observations.add(Observation.of(ran ? EventType.RESTARTED : EventType.STARTED));
    }
    if (runs && sameRun) {
      addPauses(before, observations);
    }
    addMigration(before, observations);
    addTrouble(before, observations);
    return observations;
  }

  /** What a machine that has just appeared has been through. */
  public List<Observation> sinceItWasMade() {
    List<Observation> observations = new ArrayList<>();
    observations.add(Observation.of(EventType.CREATED));
    if (run != null && run.isRunning()) {
      observations.add(Observation.of(EventType.STARTED));
    }
    if (vm.state().status() == VmStatus.ERROR) {
      observations.add(trouble());
    }
    return observations;
  }

  /** A run that ended while nobody had asked for its end ended by itself. */
  private Observation endOf(Sighting before) {
    boolean asked = before.run != null && before.run.ending() || HALTED.equals(vm.runStrategy());
    boolean failed = run != null && run.hasFailed();
    if (asked) {
      return Observation.of(EventType.STOPPED);
    }
    return failed ? crash() : Observation.of(EventType.GUEST_SHUTDOWN);
  }

  /** Whether a run has failed that never ran, one that was not told of before. */
  private boolean hasNewFailure(Sighting before) {
    boolean toldBefore = before.run != null && before.run.hasFailed();
    if (run != null && run.hasFailed()) {
      boolean same = before.run != null && before.run.uid().equals(run.uid());
      boolean asked = run.ending() && HALTED.equals(vm.runStrategy());
      return !(toldBefore && same) && !asked;
    }
    return isCrashLoop() && !before.isCrashLoop() && !toldBefore;
  }

  private void addPauses(Sighting before, List<Observation> observations) {
    boolean wasPaused = before.vm.state().status() == VmStatus.PAUSED;
    boolean isPaused = vm.state().status() == VmStatus.PAUSED;
    if (!wasPaused && isPaused) {
      observations.add(Observation.of(EventType.PAUSED));
    } else if (wasPaused && vm.state().status() == VmStatus.RUNNING) {
      observations.add(Observation.of(EventType.UNPAUSED));
    }
  }

  private void addMigration(Sighting before, List<Observation> observations) {
    Migration now = run == null ? null : run.migration();
    Migration then = before.run == null ? null : before.run.migration();
    if (now == null
        || !now.ended()
        || then != null && then.ended() && then.uid().equals(now.uid())) {
      return;
    }
    Seen seen = new Seen(null, now.reason(), now.sourceNode(), now.targetNode());
    observations.add(
        now.failed()
            ? Observation.failure(EventType.MIGRATION_FAILED, seen)
            : new Observation(EventType.MIGRATED, TaskStatus.SUCCESS, seen));
  }

  private void addTrouble(Sighting before, List<Observation> observations) {
    boolean isTrouble = vm.state().status() == VmStatus.ERROR && !isCrashLoop();
    if (isTrouble && !troubleOf(vm).equals(troubleOf(before.vm))) {
      observations.add(trouble());
    }
  }

  /** KubeVirt goes to and fro between two words while it cannot pull an image. */
  private static String troubleOf(VmSummary vm) {
    String word = vm.state().printableStatus();
    return IMAGE_PULL.contains(word) ? "ErrImagePull" : word;
  }

  private boolean isCrashLoop() {
    return vm.state().printableStatus().equals(CRASH_LOOP);
  }

  private Observation trouble() {
    EventType type = isCrashLoop() ? EventType.CRASHED : EventType.ERROR;
    return Observation.failure(
        type, new Seen(vm.state().printableStatus(), vm.state().message(), null, null));
  }

  private Observation crash() {
    return Observation.failure(
        EventType.CRASHED,
        new Seen(isCrashLoop() ? CRASH_LOOP : null, vm.state().message(), null, null));
  }
}
