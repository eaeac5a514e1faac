package io.vmgate.application.event;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.ServiceStatus;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.event.ServiceSight;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.CountingIds;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.InMemoryServices;
import io.vmgate.testkit.duty.InMemoryDuties;
import io.vmgate.testkit.event.InMemoryEvents;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of the services that lead to machines. */
class ChroniclerOfServicesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ManualClock clock = new ManualClock();
  private final InMemoryDuties duties = new InMemoryDuties(clock);
  private final InMemoryEvents events = new InMemoryEvents(duties::holds);
  private final Vm web = aVm().named("shop", "web-1").build();
  private final Vm last = aVm().named("shop", "last").build();
  private final InMemoryVmInventory inventory = new InMemoryVmInventory(web, last);
  private final InMemoryServices services = new InMemoryServices(clock);
  private final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(aTenant("acme").owning("shop").build());
  private final CountingIds ids = new CountingIds();
  private final Deque<Chronicler> chroniclers = new ArrayDeque<>();

  @AfterEach
  void close() {
    chroniclers.forEach(Chronicler::close);
  }

  @Test
  void tellsOfAServiceThatComesChangesAndGoes() {
    start();
    AccessService made = aService("web").of(web).build();

    put(made);
    awaitChanges(1);
    services.become(made.id(), Readiness.READY, "10.0.0.1");
    inventory.put(web);
    awaitChanges(2);
    services.withdraw(made);
    inventory.put(web);

    awaitChanges(3);
    assertThat(changes())
        .containsExactly(
            shown(made, VmStatus.RUNNING),
            shown(aService("web").of(web).ready("10.0.0.1").build(), VmStatus.RUNNING),
            gone(made));
    assertThat(events.all()).as("nothing has happened to the machine").isEmpty();
  }

  @Test
  void tellsThatServicesStandAsTheirMachineDoes() {
    AccessService ready = aService("web").of(web).ready("10.0.0.1").build();
    services.put(ready);
    start();

    inventory.put(aVm().named("shop", "web-1").stopped().build());

    awaitChanges(1);
    assertThat(changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.ServiceShown.class,
            change -> assertThat(change.service().status()).isEqualTo(ServiceStatus.STOPPED));
  }

  @Test
  void tellsThatServicesWentWithTheirMachine() {
    AccessService one = aService("one").of(web).build();
    AccessService two = aService("two").of(web).build();
    services.put(one);
    services.put(two);
    start();

    services.forget(web.id());
    inventory.remove(web.id());

    awaitChanges(2);
    assertThat(changes()).containsExactlyInAnyOrder(gone(one), gone(two));
  }

  @Test
  void tellsNothingOfWhatNobodySees() {
    AccessService ready = aService("web").of(web).ready("10.0.0.1").build();
    services.put(ready);
    start();

    services.become(ready.id(), Readiness.READY, "10.0.0.2");
    inventory.put(web);

    assertNothingIsTold();
  }

  @Test
  void takesWhatItFindsFirstAsHavingAlwaysBeenSo() {
    services.put(aService("web").of(web).build());
    start();

    assertNothingIsTold();
  }

  @Test
  void tellsTheOutcomeOnceHoweverOftenAServiceWentToAndFro() {
    AccessService made = aService("web").of(web).build();
    AccessService other = aService("other").of(web).build();
    services.put(made);
    services.put(other);
    Chronicler chronicler = start();
    holdUp(chronicler);
    for (int i = 0; i < 100; i++) {
      services.become(made.id(), i % 2 == 0 ? Readiness.READY : Readiness.NOT_READY);
      services.become(other.id(), i % 2 == 0 ? Readiness.NOT_READY : Readiness.READY);
      inventory.put(web);
    }

    events.beAway(false);

    awaitChanges(2);
    assertThat(changes())
        .containsExactly(
            shown(aService("held").of(last).build(), VmStatus.RUNNING),
            shown(aService("other").of(web).ready().build(), VmStatus.RUNNING));
  }

  @Test
  void forgetsNothingThatHappensToAMachineWhoseServicesGoToAndFro() {
    AccessService made = aService("web").of(web).build();
    services.put(made);
    Chronicler chronicler = start();
    holdUp(chronicler);
    for (int i = 0; i < 100; i++) {
      services.become(made.id(), i % 2 == 0 ? Readiness.READY : Readiness.NOT_READY);
      inventory.put(web);
    }
    inventory.put(aVm().named("shop", "web-1").standing("Paused").build());
    inventory.put(aVm().named("shop", "web-1").standing("ErrImagePull").build());
    inventory.put(web);

    events.beAway(false);

    await().atMost(PATIENCE).until(() -> !events.all().isEmpty());
    assertThat(events.all()).hasSize(1);
  }

  @Test
  void findsWhatChangedWhileNobodyWroteAndTellsNothingTwice() {
    AccessService kept = aService("kept").of(web).build();
    AccessService lost = aService("lost").of(web).build();
    services.put(kept);
    services.put(lost);
    start().close();
    AccessService come = aService("come").of(last).build();
    services.put(come);
    services.withdraw(lost);

    start();
    awaitChanges(2);
    chroniclers.getLast().close();
    start();

    put(aService("end").of(last).build());
    awaitChanges(3);
    assertThat(changes()).hasSize(3).contains(gone(lost), shown(come, VmStatus.RUNNING));
  }

  @Test
  void forgetsNothingThatHappensWhileServicesAreInDoubt() {
    start().close();
    AccessService come = aService("come").of(web).build();
    services.put(come);
    Chronicler second = begin();
    await().atMost(PATIENCE).until(second::isOnDuty);

    inventory.put(aVm().named("shop", "web-1").standing("ErrImagePull").build());
    inventory.put(web);

    awaitChanges(1);
    await().atMost(PATIENCE).until(() -> !events.all().isEmpty());
    assertThat(events.all()).hasSize(1);
    assertThat(changes()).containsExactly(shown(come, VmStatus.RUNNING));
  }

  @Test
  void letsOneOfTwoTell() {
    start();
    begin();

    for (int i = 0; i < 50; i++) {
      put(aService("web-" + i).of(web).build());
    }

    awaitChanges(50);
    assertNothingMoreIsTold(50);
  }

  @Test
  void tellsNothingWhileServicesCannotBeSeenAndAllThatChangedOnceTheyCan() {
    AccessService kept = aService("kept").of(web).build();
    AccessService lost = aService("lost").of(web).build();
    services.put(kept);
    services.put(lost);
    start();

    services.hide(true);
    inventory.put(web);
    inventory.put(aVm().named("shop", "web-1").labelled("a", "b").build());
    awaitVmChange();
    services.withdraw(lost);
    assertThat(changes()).isEmpty();
    services.hide(false);
    inventory.put(web);

    awaitChanges(1);
    assertThat(changes()).containsExactly(gone(lost));
  }

  @Test
  void beginsQuietlyWhereNobodyLookedAtServicesBefore() {
    start().close();
    // As a version left it that knew nothing of services.
    events.write(
        duties.take(Chronicler.DUTY, ids.next(), Duration.ofSeconds(1)).orElseThrow(),
        new Chronicle.Entry(
            List.of(
                Sighting.of(web, new ServiceSight.Hidden()),
                Sighting.of(last, new ServiceSight.Hidden())),
            Set.of(),
            List.of(),
            List.of(),
            false));
    services.put(aService("web").of(web).build());
    clock.advance(Duration.ofSeconds(2));

    start();

    assertNothingIsTold();
  }

  @Test
  void tellsNobodyOfServicesThatNobodyOwns() {
    Vm router = aVm().named("kube-system", "router").build();
    inventory.put(router);
    start();

    services.put(aService("router").of(router).build());
    inventory.put(router);

    assertNothingIsTold();
  }

  /** What was told of services, in order. */
  private List<Change> changes() {
    return events.changes().stream().filter(change -> change.kind() == ChangeKind.SERVICE).toList();
  }

  private void awaitChanges(int many) {
    await().atMost(PATIENCE).until(() -> changes().size() >= many);
  }

  /** Let what comes now wait until the database is back. */
  private void holdUp(Chronicler chronicler) {
    events.beAway(true);
    put(aService("held").of(last).build());
    await().atMost(PATIENCE).until(() -> chronicler.waiting() == 0);
  }

  private void awaitVmChange() {
    await()
        .atMost(PATIENCE)
        .until(() -> events.changes().stream().anyMatch(each -> each.kind() == ChangeKind.VM));
  }

  private void assertNothingIsTold() {
    assertNothingMoreIsTold(0);
  }

  /** What comes later is told, and nothing before it. */
  private void assertNothingMoreIsTold(int many) {
    AccessService end = aService("end").of(last).build();
    put(end);
    await().atMost(PATIENCE).until(() -> changes().contains(shown(end, VmStatus.RUNNING)));
    assertThat(changes()).hasSize(many + 1);
  }

  private void put(AccessService service) {
    services.put(service);
    inventory.put(inventory.find(service.vm()).orElseThrow());
  }

  private static Change shown(AccessService service, VmStatus machine) {
    return new Change.ServiceShown(ACME, ServiceSummary.of(service, machine));
  }

  private static Change gone(AccessService service) {
    return new Change.ServiceGone(
        ACME, service.id(), service.name(), service.vm(), service.vmName());
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
    Chronicler chronicler =
        new Chronicler(duties, inventory, inventory, services, events, tenants, ids, clock);
    chroniclers.add(chronicler);
    chronicler.start();
    return chronicler;
  }
}
