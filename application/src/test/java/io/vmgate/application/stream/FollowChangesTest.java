package io.vmgate.application.stream;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.stream.Interest;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.testkit.stream.InMemoryChangeLog;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowChangesTest {
  private static final TenantId ACME = new TenantId("acme");

  private final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(
          aTenant("acme").owning("shop", "pay").build(),
          aTenant("globex").owning("research").build());
  private final ChangeFanOut fanOut = new ChangeFanOut();
  private final InMemoryChangeLog log = new InMemoryChangeLog(fanOut);
  private final FollowChanges follow = new FollowChanges(new PermissionGate(tenants), log, fanOut);
  private final AtomicInteger wakes = new AtomicInteger();
  private boolean failing;

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void tellsWhatChangesFromNowOn() {
    Subscription place = follow(Interest.ALL);
    assertThat(place.take(10)).hasOnlyElementsOfType(Delivery.Ready.class).hasSize(1);

    log.write(vm("shop", "web-1"), vm("pay", "till"));

    assertThat(names(place)).containsExactly("web-1", "till");
    assertThat(place.take(10)).isEmpty();
  }

  @Test
  void wakesOnceForAllThatWaits() {
    Subscription place = follow(Interest.ALL);
    place.take(10);
    wakes.set(0);

    log.write(vm("shop", "web-1"));
    log.write(vm("shop", "web-2"));

    assertThat(wakes).hasValue(1);
  }

  @Test
  void tellsNothingOfAnotherTenantOrNamespace() {
    Subscription place = follow(Interest.ALL);
    place.take(10);

    log.write(
        new Change.VmShown(new TenantId("globex"), summary("research", "lab")),
        new Change.VmShown(ACME, summary("research", "lab")),
        new Change.VmGone(ACME, aVm().build().id(), aVm().named("hr", "x").build().name()));

    assertThat(place.take(10)).isEmpty();
  }

  @Test
  void tellsOnlyWhatIsAskedFor() {
    Subscription tasks = follow(new Interest(Set.of(ChangeKind.TASK), null, null));
    Subscription pay = follow(new Interest(Set.of(ChangeKind.values()), "pay", null));
    tasks.take(10);
    pay.take(10);

    log.write(vm("shop", "web-1"), vm("pay", "till"), new Change.TaskShown(aTask().build(), null));

    assertThat(tasks.take(10)).hasSize(1);
    assertThat(names(pay)).containsExactly("till");
  }

  @Test
  void tellsOfServicesToWhoAsksForThem() {
    Subscription services = follow(new Interest(Set.of(ChangeKind.SERVICE), null, null));
    Subscription machines = follow(new Interest(Set.of(ChangeKind.VM), null, null));
    services.take(10);
    machines.take(10);
    Change shown =
        new Change.ServiceShown(ACME, ServiceSummary.of(aService("web").build(), VmStatus.RUNNING));

    log.write(vm("shop", "web-1"), shown);

    assertThat(services.take(10))
        .singleElement()
        .isInstanceOfSatisfying(
            Delivery.Changed.class, told -> assertThat(told.logged().change()).isEqualTo(shown));
    assertThat(names(machines)).containsExactly("web-1");
  }

  @Test
  void goesOnFromWhereItWasLeftAndRepeatsRatherThanLeavesOut() {
    Subscription first = follow(Interest.ALL);
    first.take(10);
    log.write(vm("shop", "web-1"));
    log.write(vm("shop", "web-2"), vm("shop", "web-3"));
    List<Delivery> told = first.take(2);
    first.close();

    // Told of the first of two that were written together: the point is still before both.
    Subscription again = resume(((Delivery.Changed) told.get(1)).resume().toString());

    assertThat(again.take(1)).hasOnlyElementsOfType(Delivery.Ready.class);
    assertThat(names(again)).containsExactly("web-2", "web-3");
  }

  @Test
  void movesOnWhileOthersChange() {
    Subscription place = follow(new Interest(Set.of(ChangeKind.VM), "pay", null));
    place.take(10);
    StreamPoint before = place.resumePoint();

    log.write(vm("shop", "web-1"));

    assertThat(place.resumePoint()).isEqualTo(log.now()).isNotEqualTo(before);
  }

  @Test
  void resetsWhoComesFromTooLongAgoOrFromElsewhere() {
    StreamPoint old = log.now();
    log.write(vm("shop", "web-1"));
    log.forget(Duration.ZERO);

    assertThat(reset(old.toString())).isEqualTo(ResetReason.TOO_OLD);
    assertThat(reset(new StreamPoint(new UUID(2, 2), 0).toString()))
        .isEqualTo(ResetReason.UNKNOWN_POINT);
    assertThat(reset(new StreamPoint(old.log(), 99).toString()))
        .isEqualTo(ResetReason.UNKNOWN_POINT);
    assertThat(reset("yesterday")).isEqualTo(ResetReason.UNKNOWN_POINT);
  }

  @Test
  void goesOnAfterAReset() {
    Subscription place = resume("yesterday");
    place.take(10);

    log.write(vm("shop", "web-1"));

    assertThat(names(place)).containsExactly("web-1");
  }

  @Test
  void boundsWhatWaitsForASlowListenerAndSparesTheOthers() {
    Subscription slow = follow(Interest.ALL);
    Subscription quick = follow(Interest.ALL);
    quick.take(10);
    int heard = 0;

    for (int i = 0; i < 3 * Subscription.MOST_WAITING; i++) {
      log.write(vm("shop", "web-" + i));
      assertThat(slow.waiting()).isLessThanOrEqualTo(Subscription.MOST_WAITING + 1);
      heard += quick.take(10).size();
    }

    assertThat(heard).isEqualTo(3 * Subscription.MOST_WAITING);
    List<Delivery> told = slow.take(Integer.MAX_VALUE);
    assertThat(told.getFirst())
        .isInstanceOfSatisfying(
            Delivery.Reset.class,
            reset -> assertThat(reset.reason()).isEqualTo(ResetReason.FELL_BEHIND));
    assertThat(((Delivery.Changed) told.getLast()).logged().change())
        .isEqualTo(vm("shop", "web-" + (3 * Subscription.MOST_WAITING - 1)));
    assertThat(fanOut.overruns()).isPositive();
  }

  @Test
  void endsWhenTheTenantIsDisabled() {
    Subscription place = follow(Interest.ALL);
    place.take(10);

    tenants.replace(aTenant("acme").owning("shop").disabled().build());

    await().atMost(Duration.ofSeconds(10)).until(() -> place.waiting() > 0);
    assertThat(place.take(10)).containsExactly(new Delivery.Ended(new AuthFailure.Disabled()));
    assertThat(fanOut.listening()).isZero();
  }

  @Test
  void goesOnAfterItsEndWithWhatWaitedThen() {
    Subscription place = follow(Interest.ALL);
    Subscription quiet = follow(new Interest(Set.of(ChangeKind.VM), "pay", null));
    place.take(10);
    quiet.take(10);
    log.write(vm("shop", "web-1"));

    place.end(new AuthFailure.Disabled());
    quiet.end(new AuthFailure.Disabled());
    StreamPoint now = log.now();
    log.write(vm("pay", "till"));

    assertThat(place.take(10)).hasOnlyElementsOfType(Delivery.Ended.class);
    assertThat(quiet.resumePoint()).isEqualTo(now);
    Subscription again = resume(place.resumePoint().toString());
    again.take(1);
    assertThat(names(again)).containsExactly("web-1", "till");
  }

  @Test
  void tellsTheOthersThoughOneCannotBeTold() {
    List<Subscription> places = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      places.add(follow(Interest.ALL));
      follow.follow(
          aCaller().of("acme").viewer().build(),
          Interest.ALL,
          Optional.empty(),
          this::failWhenTold);
    }
    places.forEach(place -> place.take(10));
    failing = true;

    log.write(vm("shop", "web-1"));

    assertThat(places).allSatisfy(place -> assertThat(names(place)).containsExactly("web-1"));
    assertThat(fanOut.upTo()).isEqualTo(log.now());
  }

  @Test
  void tellsAllToReadAnewWhenChangesWereMissed() {
    Subscription place = follow(Interest.ALL);
    place.take(10);
    log.write(vm("shop", "web-1"));

    fanOut.missed(log.now());

    assertThat(place.take(10))
        .containsExactly(new Delivery.Reset(ResetReason.FELL_BEHIND, log.now()));
    assertThat(place.resumePoint()).isEqualTo(log.now());
  }

  @Test
  void followsWhatTheTenantOwns() {
    Subscription place = follow(Interest.ALL);
    place.take(10);

    tenants.replace(aTenant("acme").owning("shop", "hr").build());

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              log.write(new Change.VmShown(ACME, summary("hr", "x")));
              return !place.take(1).isEmpty();
            });
  }

  @Test
  void refusesWhoMaySeeNothing() {
    assertThatThrownBy(
            () ->
                follow.follow(
                    aCaller().of("acme").build(), Interest.ALL, Optional.empty(), () -> {}))
        .hasMessageContaining("PermissionMissing");
    assertThat(fanOut.listening()).isZero();
  }

  @Test
  void isNotLeftBehindWhenTheLogIsAway() {
    log.beAway(true);

    assertThatThrownBy(() -> follow(Interest.ALL)).hasMessageContaining("DatabaseUnreachable");
    assertThat(fanOut.listening()).isZero();
  }

  @Test
  void makesAFormOnceForAll() {
    Subscription one = follow(Interest.ALL);
    Subscription two = follow(Interest.ALL);
    one.take(10);
    two.take(10);
    AtomicInteger made = new AtomicInteger();
    log.write(vm("shop", "web-1"));

    for (Subscription place : List.of(one, two)) {
      Delivery.Changed changed = (Delivery.Changed) place.take(1).getFirst();
      String form = changed.logged().form("text", _ -> "made " + made.incrementAndGet());
      assertThat(form).isEqualTo("made 1");
    }
  }

  private void failWhenTold() {
    if (failing) {
      throw new IllegalStateException("cannot be told");
    }
  }

  private Subscription follow(Interest interest) {
    return follow.follow(
        aCaller().of("acme").viewer().build(), interest, Optional.empty(), wakes::incrementAndGet);
  }

  private Subscription resume(String point) {
    return follow.follow(
        aCaller().of("acme").viewer().build(),
        Interest.ALL,
        Optional.of(point),
        wakes::incrementAndGet);
  }

  private ResetReason reset(String point) {
    try (Subscription place = resume(point)) {
      return ((Delivery.Reset) place.take(1).getFirst()).reason();
    }
  }

  private static List<String> names(Subscription place) {
    return place.take(100).stream()
        .map(delivery -> ((Delivery.Changed) delivery).logged().change())
        .map(change -> ((Change.VmShown) change).vm().name().name())
        .toList();
  }

  private static Change vm(String namespace, String name) {
    return new Change.VmShown(ACME, summary(namespace, name));
  }

  private static VmSummary summary(String namespace, String name) {
    return VmSummary.of(Objects.requireNonNull(aVm().named(namespace, name).build()));
  }
}
