package io.vmgate.application.event;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.IdSource;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.InMemoryServices;
import io.vmgate.testkit.duty.InMemoryDuties;
import io.vmgate.testkit.event.InMemoryEvents;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChroniclerTest {
  /** A chronicle that can be read; the replica that asks it cannot write a word. */
  private record FaultyChronicle(Chronicle whole, Runnable onFault) implements Chronicle {
    @Override
    public Optional<List<Sighting>> read() {
      return whole.read();
    }

    @Override
    public List<Operation> operations(Set<VmId> machines, Instant endedAfter) {
      return whole.operations(machines, endedAfter);
    }

    @Override
    public boolean write(Duty duty, Entry entry) {
      onFault.run();
      throw new IllegalStateException("cannot write");
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(1, 2);

  private final ManualClock clock = new ManualClock();
  private final InMemoryDuties duties = new InMemoryDuties(clock);
  private final InMemoryEvents events = new InMemoryEvents(duties::holds);
  private final InMemoryVmInventory inventory = new InMemoryVmInventory(running("web-1", FIRST));
  private final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(aTenant("acme").owning("shop").build());
  private final AtomicLong lastId = new AtomicLong();
  private final IdSource ids = () -> new UUID(9, lastId.incrementAndGet());
  private final Deque<Chronicler> chroniclers = new ArrayDeque<>();

  @AfterEach
  void close() {
    chroniclers.forEach(Chronicler::close);
  }

  @Test
  void takesWhatItFindsFirstAsHavingAlwaysBeenSo() {
    start();

    inventory.put(running("web-2", SECOND));

    await().atMost(PATIENCE).until(() -> !events.all().isEmpty());
    assertThat(types()).containsExactly(EventType.CREATED, EventType.STARTED);
    assertThat(events.all().getFirst().name().name()).isEqualTo("web-2");
    assertThat(events.all().getFirst().operator()).isEqualTo("system");
    assertThat(events.changes()).hasSize(1);
  }

  @Test
  void writesDownWhatIsSeenAndTellsOfIt() {
    start();

    inventory.put(aVm().stopped().running(run(FIRST, "Failed")).build());
    inventory.put(aVm().stopped().build());
    inventory.remove(aVm().build().id());

    await().atMost(PATIENCE).until(() -> events.all().size() >= 2);
    assertThat(types()).containsExactly(EventType.CRASHED, EventType.DELETED);
    await().atMost(PATIENCE).until(() -> events.changes().getLast() instanceof Change.VmGone);
  }

  @Test
  void leavesOutWhatAnOperationOfOursBringsAbout() {
    Task stop = aTask().to(TaskAction.STOP).createdAt(clock.instant()).build();
    events.write(stop);
    start();

    inventory.put(aVm().stopped().running(run(FIRST, "Succeeded")).build());
    inventory.put(aVm().stopped().build());
    await().atMost(PATIENCE).until(() -> !events.changes().isEmpty());
    events.write(stop.succeeded(clock.instant()));
    clock.advance(Duration.ofMinutes(1));
    inventory.put(running("web-1", SECOND));

    await().atMost(PATIENCE).until(() -> events.all().size() >= 2);
    assertThat(types()).containsExactly(EventType.STOP, EventType.STARTED);
  }

  @Test
  void tellsOfACrashSoonAfterAnOperationHasEnded() {
    Task restart = aTask().to(TaskAction.RESTART).createdAt(clock.instant()).build();
    events.write(restart.succeeded(clock.instant()));
    start();
    clock.advance(Duration.ofSeconds(3));

    inventory.put(aVm().stopped().running(run(FIRST, "Failed")).build());

    await().atMost(PATIENCE).until(() -> events.all().size() >= 2);
    assertThat(types()).containsExactly(EventType.RESTART, EventType.CRASHED);
  }

  @Test
  void findsWhatHappenedWhileNobodyWroteAndWritesNothingTwice() {
    Chronicler first = start();
    first.close();
    inventory.put(aVm().stopped().build());
    inventory.put(running("web-2", SECOND));

    start();
    await().atMost(PATIENCE).until(() -> events.all().size() >= 3);
    chroniclers.getLast().close();
    Chronicler third = start();

    inventory.remove(aVm().build().id());
    await().atMost(PATIENCE).until(() -> events.all().size() >= 4);
    assertThat(types())
        .containsExactlyInAnyOrder(
            EventType.STOPPED, EventType.CREATED, EventType.STARTED, EventType.DELETED);
    assertThat(third.events()).isEqualTo(1);
  }

  @Test
  void writesOnceThoughTheAnswerWasLost() {
    start();
    events.loseTheNextAnswer();

    inventory.put(aVm().stopped().build());
    await().atMost(PATIENCE).until(() -> !events.all().isEmpty());
    inventory.put(running("web-1", SECOND));

    await().atMost(PATIENCE).until(() -> types().contains(EventType.STARTED));
    assertThat(types()).containsExactly(EventType.STOPPED, EventType.STARTED);
  }

  @Test
  void writesWhenTheDatabaseIsBack() {
    start();
    events.beAway(true);
    duties.beAway(true);
    inventory.put(aVm().stopped().running(run(FIRST, "Succeeded")).build());
    inventory.put(aVm().stopped().build());

    events.beAway(false);
    duties.beAway(false);

    await().atMost(PATIENCE).until(() -> !events.all().isEmpty());
    assertThat(types()).containsExactly(EventType.GUEST_SHUTDOWN);
  }

  @Test
  void givesTheDutyUpWhileTheClusterIsLost() {
    Chronicler chronicler = start();

    inventory.become(new InventoryState.Stale(clock.instant(), "no answer"));

    await().atMost(PATIENCE).until(() -> !chronicler.isOnDuty());
    inventory.become(new InventoryState.Live());
    await().atMost(PATIENCE).until(chronicler::isOnDuty);
  }

  @Test
  void letsOneOfTwoWrite() {
    Chronicler one = start();
    Chronicler two = begin();

    for (int i = 0; i < 50; i++) {
      inventory.put(running("new-" + i, new UUID(2, i)));
    }

    await().atMost(PATIENCE).until(() -> events.all().size() >= 100);
    assertThat(events.all()).hasSize(100);
    assertThat(one.events()).isEqualTo(100);
    assertThat(two.isOnDuty()).isFalse();
    one.close();
    await().atMost(PATIENCE).until(two::isOnDuty);
  }

  @Test
  void leavesOutTheMachineThatCannotBeWrittenAndNoOther() {
    Chronicler chronicler = start();
    events.failOn(running("web-2", SECOND).id());

    inventory.put(running("web-2", SECOND));
    inventory.put(running("web-3", new UUID(1, 3)));

    await().atMost(PATIENCE).until(() -> events.all().size() >= 2);
    inventory.put(aVm().stopped().build());
    await().atMost(PATIENCE).until(() -> types().contains(EventType.STOPPED));
    assertThat(chronicler.isOnDuty()).isTrue();
    assertThat(events.all()).extracting(VmEvent::name).extracting("name").doesNotContain("web-2");

    events.failOn(null);
    inventory.put(aVm().named("shop", "web-2").stopped().build());
    await().atMost(PATIENCE).until(() -> events.all().size() >= 4);
    assertThat(events.all()).extracting(VmEvent::name).extracting("name").contains("web-2");
  }

  @Test
  void leavesTheDutyToAnotherAfterAFault() {
    AtomicInteger faults = new AtomicInteger();
    Chronicler faulty = begin(inventory, new FaultyChronicle(events, faults::incrementAndGet));
    await().atMost(PATIENCE).until(() -> faults.get() > 0);

    Chronicler other = start();

    assertThat(other.isOnDuty()).isTrue();
    assertThat(faulty.isOnDuty()).isFalse();
  }

  @Test
  void doesNotTellHistoryBackwardsWhenItsInventoryIsBehind() {
    Vm deleted = running("old", new UUID(1, 4));
    inventory.put(deleted);
    InMemoryVmInventory behind = new InMemoryVmInventory(running("web-1", FIRST), deleted);
    Chronicler first = start();
    Vm crashed = aVm().stopped().running(run(FIRST, "Failed")).build();
    inventory.put(crashed);
    inventory.put(running("web-2", SECOND));
    inventory.remove(deleted.id());
    await().atMost(PATIENCE).until(() -> events.all().size() >= 4);
    first.close();

    Chronicler second = begin(behind, events);
    await().atMost(PATIENCE).until(second::isOnDuty);
    behind.put(crashed);
    behind.put(running("web-2", SECOND));
    behind.put(aVm().named("shop", "web-2").stopped().build());
    behind.remove(deleted.id());
    behind.put(running("web-3", new UUID(1, 3)));

    await().atMost(PATIENCE).until(() -> events.all().size() >= 7 && second.waiting() == 0);
    assertThat(types())
        .containsExactlyInAnyOrder(
            EventType.CRASHED,
            EventType.CREATED,
            EventType.STARTED,
            EventType.DELETED,
            EventType.STOPPED,
            EventType.CREATED,
            EventType.STARTED);
  }

  @Test
  void tellsNobodyOfMachinesThatNobodyOwns() {
    start();

    inventory.put(aVm().named("kube-system", "router").build());
    inventory.put(running("web-2", SECOND));

    await().atMost(PATIENCE).until(() -> !events.all().isEmpty());
    assertThat(events.all()).extracting(VmEvent::name).extracting("namespace").containsOnly("shop");
  }

  private List<EventType> types() {
    return events.all().stream().map(VmEvent::type).toList();
  }

  private Chronicler start() {
    Chronicler chronicler = begin();
    await()
        .atMost(PATIENCE)
        .until(
            () -> chronicler.isOnDuty() && events.read().isPresent() && chronicler.waiting() == 0);
    return chronicler;
  }

  private Chronicler begin() {
    return begin(inventory, events);
  }

  private Chronicler begin(InMemoryVmInventory cluster, Chronicle chronicle) {
    Chronicler chronicler =
        new Chronicler(
            duties, cluster, cluster, new InMemoryServices(clock), chronicle, tenants, ids, clock);
    chroniclers.add(chronicler);
    chronicler.start();
    return chronicler;
  }

  private static Vm running(String name, UUID run) {
    return aVm().named("shop", name).running(run(run, "Running")).build();
  }

  private static VmRun run(UUID uid, String phase) {
    return new VmRun(uid, phase, false, null);
  }
}
