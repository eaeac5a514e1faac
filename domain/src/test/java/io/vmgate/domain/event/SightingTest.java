package io.vmgate.domain.event;

import static io.vmgate.domain.event.EventType.CRASHED;
import static io.vmgate.domain.event.EventType.CREATED;
import static io.vmgate.domain.event.EventType.ERROR;
import static io.vmgate.domain.event.EventType.GUEST_SHUTDOWN;
import static io.vmgate.domain.event.EventType.MIGRATED;
import static io.vmgate.domain.event.EventType.MIGRATION_FAILED;
import static io.vmgate.domain.event.EventType.PAUSED;
import static io.vmgate.domain.event.EventType.RESTARTED;
import static io.vmgate.domain.event.EventType.STARTED;
import static io.vmgate.domain.event.EventType.STOPPED;
import static io.vmgate.domain.event.EventType.UNPAUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmRun.Migration;
import io.vmgate.domain.vm.VmState;
import io.vmgate.domain.vm.VmSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SightingTest {
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(1, 2);

  @Test
  void seesNothingInWhatIsNoChange() {
    assertThat(types(running(), running())).isEmpty();
    assertThat(types(stopped(), stopped())).isEmpty();
  }

  @Test
  void seesAStartOnlyWhenTheGuestRuns() {
    assertThat(
            types(
                stopped(),
                look("Starting", run(FIRST, "")),
                look("Starting", run(FIRST, "Scheduling")),
                look("Starting", run(FIRST, "Running")),
                running()))
        .containsExactly(STARTED);
  }

  @Test
  void seesThatItWasStopped() {
    assertThat(
            types(
                running(),
                look("Stopping", ending(FIRST, "Running")),
                look("Stopping", ending(FIRST, "Succeeded")),
                stopped()))
        .containsExactly(STOPPED);
  }

  @Test
  void seesThatItWasStoppedThoughTheGuestHadToBeKilled() {
    assertThat(
            types(
                running(),
                look("Stopping", ending(FIRST, "Running")),
                look("Stopped", ending(FIRST, "Failed")),
                stopped()))
        .containsExactly(STOPPED);
  }

  @Test
  void seesThatTheGuestShutDownByItself() {
    assertThat(types(running(), look("Stopped", run(FIRST, "Succeeded")), stopped()))
        .containsExactly(GUEST_SHUTDOWN);
    // Always: KubeVirt throws the run away and makes another.
    assertThat(
            types(
                running(),
                look("Running", ending(FIRST, "Succeeded")),
                look("Starting", null),
                look("Running", run(SECOND, "Running"))))
        .containsExactly(GUEST_SHUTDOWN, STARTED);
  }

  @Test
  void seesACrashOnce() {
    assertThat(
            types(
                running(),
                look("Running", run(FIRST, "Failed")),
                look("Stopped", ending(FIRST, "Failed")),
                look("CrashLoopBackOff", null),
                look("Running", run(SECOND, "Running"))))
        .containsExactly(CRASHED, STARTED);
  }

  @Test
  void seesEachRunThatFailsBeforeItRan() {
    assertThat(
            types(
                stopped(),
                look("Starting", run(FIRST, "Scheduled")),
                look("Starting", run(FIRST, "Failed")),
                look("CrashLoopBackOff", null),
                look("Starting", run(SECOND, "Scheduled")),
                look("CrashLoopBackOff", null)))
        .containsExactly(CRASHED, CRASHED);
  }

  @Test
  void seesThatItRunsAnewWhenTheEndWasNotSeen() {
    assertThat(types(running(), look("Running", run(SECOND, "Running"))))
        .containsExactly(RESTARTED);
    assertThat(types(running(), stopped())).containsExactly(STOPPED);
  }

  @Test
  void seesPausesOfOneRun() {
    assertThat(types(running(), look("Paused", run(FIRST, "Running")), running()))
        .containsExactly(PAUSED, UNPAUSED);
    assertThat(
            types(look("Paused", run(FIRST, "Running")), look("Running", run(SECOND, "Running"))))
        .containsExactly(RESTARTED);
  }

  @Test
  void seesAMoveWhenItHasEndedAndOnlyOnce() {
    Migration underWay = new Migration("m1", "node-a", "node-b", false, false, null);
    Migration ended = new Migration("m1", "node-a", "node-b", true, false, null);
    Sighting moved = look("Running", new VmRun(FIRST, "Running", false, ended));

    List<Observation> seen =
        observations(
            running(),
            look("Migrating", new VmRun(FIRST, "Running", false, underWay)),
            look("Migrating", new VmRun(FIRST, "Running", false, ended)),
            moved,
            moved);

    assertThat(seen)
        .containsExactly(
            new Observation(
                MIGRATED,
                TaskStatus.SUCCESS,
                new VmEvent.Origin.Seen(null, null, "node-a", "node-b")));
  }

  @Test
  void seesEveryMoveOfARunAndWhyOneFailed() {
    Migration first = new Migration("m1", "node-a", "node-b", true, false, null);
    Migration second = new Migration("m2", "node-b", "node-c", true, true, "target is down");

    assertThat(
            observations(
                look("Running", new VmRun(FIRST, "Running", false, first)),
                look("Running", new VmRun(FIRST, "Running", false, second))))
        .containsExactly(
            new Observation(
                MIGRATION_FAILED,
                TaskStatus.FAILED,
                new VmEvent.Origin.Seen(null, "target is down", "node-b", "node-c")));
  }

  @Test
  void seesErrorsWithTheClustersWords() {
    assertThat(observations(stopped(), look("ErrorUnschedulable", "no node", null)))
        .containsExactly(
            new Observation(
                ERROR,
                TaskStatus.FAILED,
                new VmEvent.Origin.Seen("ErrorUnschedulable", "no node", null, null)));
  }

  @Test
  void seesOneErrorWhereKubeVirtGoesToAndFro() {
    assertThat(
            types(
                stopped(),
                look("ErrImagePull", null),
                look("ImagePullBackOff", null),
                look("ErrImagePull", null)))
        .containsExactly(ERROR);
    assertThat(types(look("ErrImagePull", null), look("ErrorPvcNotFound", null)))
        .containsExactly(ERROR);
  }

  @Test
  void seesWhatANewMachineHasBeenThrough() {
    assertThat(running().sinceItWasMade().stream().map(Observation::type))
        .containsExactly(CREATED, STARTED);
    assertThat(look("ErrorPvcNotFound", null).sinceItWasMade().stream().map(Observation::type))
        .containsExactly(CREATED, ERROR);
  }

  private static List<EventType> types(Sighting... looks) {
    return observations(looks).stream().map(Observation::type).toList();
  }

  private static List<Observation> observations(Sighting... looks) {
    List<Observation> all = new ArrayList<>();
    for (int i = 1; i < looks.length; i++) {
      all.addAll(looks[i].since(looks[i - 1]));
    }
    return all;
  }

  private static Sighting running() {
    return look("Running", run(FIRST, "Running"));
  }

  private static Sighting stopped() {
    return look("Stopped", null);
  }

  private static VmRun run(UUID uid, String phase) {
    return new VmRun(uid, phase, false, null);
  }

  private static VmRun ending(UUID uid, String phase) {
    return new VmRun(uid, phase, true, null);
  }

  private static Sighting look(String printableStatus, @Nullable VmRun run) {
    return look(printableStatus, null, run);
  }

  private static Sighting look(
      String printableStatus, @Nullable String message, @Nullable VmRun run) {
    return new Sighting(
        new VmSummary(
            new VmId(new UUID(0, 1)),
            new VmName("shop", "web-1"),
            Instant.EPOCH,
            VmState.of(printableStatus, message),
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            "Always",
            null,
            null,
            null),
        run,
        new ServiceSight.Hidden());
  }
}
