package io.vmgate.persistence.event;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.TimeOrderedIds;
import io.vmgate.application.duty.Duties;
import io.vmgate.application.event.Chronicle;
import io.vmgate.application.event.Chronicler;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.ServiceSight;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.access.InMemoryServices;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas that write down what happens to machines, each with an inventory of its own. */
class ChroniclersOnPostgresTest {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final TenantId ACME = new TenantId("acme");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final InstantSource CLOCK = InstantSource.system();

  private static final ServiceSight NO_SERVICES = new ServiceSight.Seen(List.of());

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ChangeFanOut fanOut = new ChangeFanOut();
  private final InMemoryServices services = new InMemoryServices(CLOCK);
  private final List<Change> toldOfServices = new CopyOnWriteArrayList<>();
  private final Map<VmId, Change> told = new ConcurrentHashMap<>();
  private @Nullable ApplicationContext replica;

  @BeforeEach
  void startAReplica() {
    fanOut.alsoTell(
        changes ->
            changes.forEach(
                logged -> {
                  if (logged.change() instanceof Change.VmShown(_, var vm)) {
                    told.put(vm.id(), logged.change());
                  }
                  if (logged.change().kind() == ChangeKind.SERVICE) {
                    toldOfServices.add(logged.change());
                  }
                }));
    parts.push(fanOut);
    replica =
        ApplicationContext.builder()
            .properties(PERSISTENCE.database().properties())
            .singletons(fanOut)
            .banner(false)
            .start();
    parts.push(replica);
    get(TenantDirectory.class).addIfMissing(aTenant("acme").owning("shop").build());
  }

  @AfterEach
  void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  @Test
  void takeOverFromEachOtherWithoutLosingOrDoublingAnything() {
    InMemoryVmInventory cluster = new InMemoryVmInventory(running("web-1", 1));
    InMemoryVmInventory others = new InMemoryVmInventory(running("web-1", 1));
    Chronicler one = chronicler(cluster, get(Duties.class));
    await().atMost(PATIENCE).until(() -> isBegun() && one.isOnDuty());
    // One that dies: its lease is not extended and not given back.
    DyingDuties dying = new DyingDuties(get(Duties.class));
    one.close();
    Chronicler two = chronicler(others, dying);
    await().atMost(PATIENCE).until(two::isOnDuty);
    dying.die();
    Vm crashed = aVm().standing("Stopped").running(run(1, "Failed")).build();
    others.put(crashed);
    others.put(running("web-2", 2));
    Chronicler three = chronicler(cluster, get(Duties.class));
    await().atMost(Duration.ofSeconds(20)).until(three::isOnDuty);
    // Only now does the third hear of it.
    cluster.put(crashed);
    cluster.put(running("web-2", 2));
    await().atMost(PATIENCE).until(() -> types("web-2").size() == 2);

    cluster.put(aVm().stopped().build());
    cluster.put(running("web-1", 3));
    await().atMost(PATIENCE).until(() -> types("web-1").size() == 2);
    assertThat(types("web-1")).containsExactly(EventType.STARTED, EventType.CRASHED);
    assertThat(types("web-2")).containsExactly(EventType.STARTED, EventType.CREATED);
  }

  @Test
  void tellOnceOfAServiceThatChangesWhileTheyTakeOver() {
    Vm web = running("web-1", 1);
    InMemoryVmInventory cluster = new InMemoryVmInventory(web);
    InMemoryVmInventory others = new InMemoryVmInventory(web);
    AccessService lost = aService("lost").of(web).build();
    services.put(lost);
    Chronicler one = chronicler(cluster, get(Duties.class));
    await().atMost(PATIENCE).until(() -> isBegun() && one.isOnDuty());
    Chronicler two = chronicler(others, get(Duties.class));
    services.put(restricted(web));
    cluster.put(web);
    others.put(web);
    await().atMost(PATIENCE).until(() -> toldOfServices.size() == 1);
    one.close();
    services.withdraw(lost);
    others.put(web);
    await().atMost(PATIENCE).until(() -> two.isOnDuty() && toldOfServices.size() == 2);

    assertThat(toldOfServices)
        .containsExactly(
            new Change.ServiceShown(ACME, ServiceSummary.of(restricted(web), VmStatus.RUNNING)),
            new Change.ServiceGone(ACME, lost.id(), "lost", web.id(), web.name()));
  }

  @Test
  void writeDownThousandsAtOnce() {
    int many = 3_000;
    List<Vm> machines = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      machines.add(running("web-" + i, i));
    }
    InMemoryVmInventory cluster = new InMemoryVmInventory(machines);
    Chronicler chronicler = chronicler(cluster, get(Duties.class));
    await().atMost(PATIENCE).until(this::isBegun);
    assertThat(told).isEmpty();

    for (int i = 0; i < many; i++) {
      cluster.put(
          aVm().named("shop", "web-" + i).standing("Paused").running(run(i, "Running")).build());
    }

    await().atMost(PATIENCE).until(() -> told.size() == many);
    assertThat(chronicler.events()).isEqualTo(many);
    assertThat(types("web-0")).containsExactly(EventType.PAUSED);
    assertThat(types("web-2999")).containsExactly(EventType.PAUSED);
  }

  @Test
  void writeNothingUnderADutyThatIsAnothers() {
    Duties duties = get(Duties.class);
    Duties.Duty old =
        duties.take("chronicler", new UUID(0, 1), Duration.ofMinutes(1)).orElseThrow();
    duties.release(old);
    var _ = duties.take("chronicler", new UUID(0, 2), Duration.ofMinutes(1)).orElseThrow();
    Sighting sighting = Sighting.of(running("web-1", 1), NO_SERVICES);

    boolean written =
        get(Chronicle.class)
            .write(
                old, new Chronicle.Entry(List.of(sighting), Set.of(), List.of(), List.of(), true));

    assertThat(written).isFalse();
    assertThat(isBegun()).isFalse();
  }

  @Test
  void readWhatTheyWrote() {
    Duties.Duty duty =
        get(Duties.class).take("chronicler", new UUID(0, 1), Duration.ofMinutes(1)).orElseThrow();
    Sighting plain =
        Sighting.of(aVm().named("shop", "plain").stopped().build(), new ServiceSight.Hidden());
    Sighting moved =
        Sighting.of(
            aVm()
                .named("shop", "moved")
                .standing("ErrorUnschedulable", "no \"node\"")
                .labelled("app", "web")
                .running(
                    new VmRun(
                        new UUID(4, 4),
                        "Running",
                        true,
                        new VmRun.Migration("m", "node-a", "node-b", true, true, "down")))
                .build(),
            NO_SERVICES);
    Vm web = running("web-1", 1);
    Sighting published =
        Sighting.of(
            web, ServiceSight.Seen.of(List.of(restricted(web), foreign(web)), VmStatus.RUNNING));

    get(Chronicle.class)
        .write(
            duty,
            new Chronicle.Entry(
                List.of(plain, moved, published), Set.of(), List.of(), List.of(), true));

    assertThat(get(Chronicle.class).read().orElseThrow())
        .containsExactlyInAnyOrder(plain, moved, published);
  }

  @Test
  void readAllButWhatCannotBeRead() throws SQLException {
    Duties.Duty duty =
        get(Duties.class).take("chronicler", new UUID(0, 1), Duration.ofMinutes(1)).orElseThrow();
    Sighting good = Sighting.of(running("web-1", 1), NO_SERVICES);
    Sighting bad = Sighting.of(running("web-2", 2), NO_SERVICES);
    get(Chronicle.class)
        .write(duty, new Chronicle.Entry(List.of(good, bad), Set.of(), List.of(), List.of(), true));

    try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE vm_sighting SET body = '{\"vm\": 1}' WHERE vm_id = '" + bad.vm().id() + "'");
    }

    assertThat(get(Chronicle.class).read().orElseThrow()).containsExactly(good);
  }

  @Test
  void keepAMachineWhoseServicesCannotBeReadOrWereNeverLookedAt() throws SQLException {
    Duties.Duty duty =
        get(Duties.class).take("chronicler", new UUID(0, 1), Duration.ofMinutes(1)).orElseThrow();
    Vm web = running("web-1", 1);
    Vm old = running("web-2", 2);
    ServiceSight seen = ServiceSight.Seen.of(List.of(foreign(web)), VmStatus.RUNNING);
    get(Chronicle.class)
        .write(
            duty,
            new Chronicle.Entry(
                List.of(Sighting.of(web, seen), Sighting.of(old, NO_SERVICES)),
                Set.of(),
                List.of(),
                List.of(),
                true));

    try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE vm_sighting SET body = replace(body, 'NodePort', 'Tunnel') WHERE vm_id = '"
              + web.id()
              + "'");
      statement.execute(
          "UPDATE vm_sighting SET body = (body::jsonb - 'services')::text WHERE vm_id = '"
              + old.id()
              + "'");
    }

    assertThat(get(Chronicle.class).read().orElseThrow())
        .containsExactlyInAnyOrder(
            Sighting.of(web, new ServiceSight.Hidden()),
            Sighting.of(old, new ServiceSight.Hidden()));
  }

  private static AccessService restricted(Vm vm) {
    return aService("restricted")
        .of(vm)
        .port(443, 8443, 30_443)
        .ready("10.0.0.1")
        .expiringAt(Instant.parse("2030-01-01T00:00:00Z"))
        .allowing(AddressBlock.parse("10.1.0.0/16").orElseThrow())
        .saying("{\"why\":\"test\"}")
        .build();
  }

  private static AccessService foreign(Vm vm) {
    return aService("foreign").of(vm).at(null).foreign().build();
  }

  private boolean isBegun() {
    return get(Chronicle.class).read().isPresent();
  }

  private List<EventType> types(String name) {
    return get(EventBook.class).latest(ACME, aVm().named("shop", name).build().id(), 10).stream()
        .map(VmEvent::type)
        .toList();
  }

  private Chronicler chronicler(InMemoryVmInventory inventory, Duties duties) {
    Chronicler chronicler =
        new Chronicler(
            duties,
            inventory,
            inventory,
            services,
            get(Chronicle.class),
            get(TenantDirectory.class),
            new TimeOrderedIds(CLOCK, new SecureRandom()),
            CLOCK);
    parts.push(chronicler);
    chronicler.start();
    return chronicler;
  }

  private <T> T get(Class<T> bean) {
    return Objects.requireNonNull(replica).getBean(bean);
  }

  private static Vm running(String name, long run) {
    return aVm().named("shop", name).running(run(run, "Running")).build();
  }

  private static VmRun run(long uid, String phase) {
    return new VmRun(new UUID(5, uid), phase, false, null);
  }
}
