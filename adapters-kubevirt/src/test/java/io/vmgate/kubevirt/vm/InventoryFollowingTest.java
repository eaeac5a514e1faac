package io.vmgate.kubevirt.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmFeed;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.kubevirt.cluster.FeedOptions;
import io.vmgate.testkit.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The inventory against a cluster that misbehaves. */
class InventoryFollowingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Quick, so that no test waits; the silence is longer than any pause of a test machine. */
  private static final InventoryOptions QUICK =
      new InventoryOptions(
          null,
          new FeedOptions(
              2,
              Duration.ofSeconds(2),
              Duration.ofMinutes(1),
              Duration.ofMinutes(1),
              Duration.ofMillis(10),
              Duration.ofMillis(50),
              Duration.ofMillis(100)),
          Duration.ofMillis(50),
          Duration.ofMillis(700),
          Duration.ofMillis(300));

  private static final String SECOND_SERVICE = new UUID(7, 7).toString();

  @TempDir private Path folder;
  private ScriptedCluster cluster;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void startCluster() {
    cluster = new ScriptedCluster();
  }

  @AfterEach
  void closeAll() throws Exception {
    cluster.silence(false);
    for (AutoCloseable open : opened.reversed()) {
      open.close();
    }
    cluster.close();
  }

  @Test
  void readsAWholeClusterPageByPage() {
    for (int i = 0; i < 5; i++) {
      cluster.put(machine("web-" + i));
    }

    KubeVirtVmInventory inventory = live();

    assertThat(names(inventory)).containsExactlyInAnyOrder(machineNames(5));
    assertThat(cluster.pages(Kinds.MACHINES)).isEqualTo(2);
    assertThat(inventory.limitations()).isEmpty();
    assertThat(inventory.figures().objects()).containsEntry(Kinds.MACHINES, 5);
    assertThat(inventory.figures().syncDuration()).isPositive();
  }

  @Test
  void answersNothingBeforeTheClusterWasReadWhole() {
    cluster.put(machine("web-0"));
    cluster.refuse(request -> request.contains("/" + Kinds.NODES + "?") ? 500 : 0);
    KubeVirtVmInventory inventory = follow(cluster.port());

    await().atMost(LIMIT).until(() -> reason(inventory).contains("nodes"));

    assertThat(reason(inventory)).isEqualTo("nodes: the API server answers 500: refused on demand");
    assertThat(names(inventory)).isEmpty();
    cluster.refuse(request -> 0);
    await().atMost(LIMIT).until(() -> names(inventory).contains("web-0"));
  }

  @Test
  void showsChangesAsTheyHappen() {
    KubeVirtVmInventory inventory = live();

    cluster.put(machine("web-0"));
    await().atMost(LIMIT).until(() -> names(inventory).contains("web-0"));
    cluster.put(machine("web-0", "Running"));
    await().atMost(LIMIT).until(() -> status(inventory, "web-0") == VmStatus.RUNNING);
    cluster.remove(machine("web-0"));
    await().atMost(LIMIT).until(() -> names(inventory).isEmpty());

    assertThat(cluster.lists(Kinds.MACHINES)).isOne();
    assertThat(inventory.figures().batches()).isPositive();
    assertThat(inventory.figures().lastEvent()).isNotNull();
  }

  @Test
  void tellsFollowersAllMachinesAndThenEveryChange() {
    cluster.put(machine("web-0"));
    KubeVirtVmInventory inventory = follow(cluster.port());
    Follower early = new Follower();
    inventory.follow(early);
    await().atMost(LIMIT).until(() -> early.names().contains("web-0"));
    Follower late = new Follower();
    VmFeed.Following following = inventory.follow(late);
    await().atMost(LIMIT).until(() -> late.names().contains("web-0"));
    await().atMost(LIMIT).until(() -> cluster.isWatched(Kinds.MACHINES));

    cluster.put(machine("web-1", "Running"));
    cluster.remove(machine("web-0"));

    await().atMost(LIMIT).until(() -> early.names().equals(Set.of("web-1")));
    await().atMost(LIMIT).until(() -> late.names().equals(Set.of("web-1")));
    assertThat(early.all).isEqualTo(1);
    following.close();
    cluster.put(machine("web-2"));
    await().atMost(LIMIT).until(() -> early.names().contains("web-2"));
    assertThat(late.names()).containsExactly("web-1");
  }

  @Test
  void goesOnWhereAWatchBrokeOff() {
    cluster.put(machine("web-0"));
    KubeVirtVmInventory inventory = live();
    cluster.put(machine("web-1"));
    await().atMost(LIMIT).until(() -> names(inventory).contains("web-1"));

    cluster.refuse(request -> request.contains("watch=") ? 503 : 0);
    cluster.cutWatches();
    cluster.put(machine("web-2"));
    cluster.remove(machine("web-0"));
    cluster.refuse(request -> 0);

    await().atMost(LIMIT).until(() -> names(inventory).equals(Set.of("web-1", "web-2")));
    assertThat(cluster.lists(Kinds.MACHINES)).isOne();
    assertThat(inventory.figures().watchRestarts()).isPositive();
  }

  @Test
  void goesOnFromABookmark() {
    live();
    cluster.put(machine("web-0"));
    String bookmark = "resourceVersion=" + cluster.bookmark(Kinds.MACHINES) + "&";

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              cluster.cutWatches();
              return cluster.watches(Kinds.MACHINES).getLast().contains(bookmark);
            });

    assertThat(cluster.lists(Kinds.MACHINES)).isOne();
  }

  @Test
  void listsAnewWhenTheHistoryIsGoneAndNoticesWhatVanished() {
    cluster.put(machine("web-0"));
    cluster.put(machine("web-1"));
    KubeVirtVmInventory inventory = live();

    cluster.refuse(request -> request.contains("watch=") ? 503 : 0);
    cluster.cutWatches();
    cluster.remove(machine("web-0"));
    cluster.put(machine("web-2"));
    cluster.forget();
    cluster.refuse(request -> 0);

    await().atMost(LIMIT).until(() -> names(inventory).equals(Set.of("web-1", "web-2")));
    assertThat(cluster.lists(Kinds.MACHINES)).isGreaterThan(1);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
  }

  @Test
  void listsAnewWhenAWatchIsRefusedWithGone() {
    cluster.put(machine("web-0"));
    KubeVirtVmInventory inventory = live();

    cluster.refuse(
        request -> request.contains("watch=") && request.contains(Kinds.MACHINES + "?") ? 410 : 0);
    cluster.cutWatches();
    await().atMost(LIMIT).until(() -> cluster.lists(Kinds.MACHINES) > 1);
    cluster.refuse(request -> 0);

    cluster.put(machine("web-1"));
    await().atMost(LIMIT).until(() -> names(inventory).equals(Set.of("web-0", "web-1")));
  }

  @Test
  void startsAListAgainThatExpiredOnTheWay() {
    for (int i = 0; i < 5; i++) {
      cluster.put(machine("web-" + i));
    }
    cluster.expireNextPage();

    KubeVirtVmInventory inventory = live();

    assertThat(names(inventory)).containsExactlyInAnyOrder(machineNames(5));
    assertThat(cluster.lists(Kinds.MACHINES)).isEqualTo(2);
  }

  @Test
  void readsAListInOnePieceWhenItsPagesExpireAgainAndAgain() {
    for (int i = 0; i < 5; i++) {
      cluster.put(machine("web-" + i));
    }
    cluster.refuse(request -> request.contains("continue=") ? 410 : 0);

    KubeVirtVmInventory inventory = live();

    assertThat(names(inventory)).containsExactlyInAnyOrder(machineNames(5));
  }

  @Test
  void goesOnFromWhereItWasWhenAWatchReportsAnotherError() {
    cluster.put(machine("web-0"));
    KubeVirtVmInventory inventory = live();

    cluster.send(
        Kinds.MACHINES,
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":500,\"message\":\"oops\"}}");
    cluster.cutWatches();
    cluster.put(machine("web-1"));

    await().atMost(LIMIT).until(() -> names(inventory).equals(Set.of("web-0", "web-1")));
    assertThat(cluster.lists(Kinds.MACHINES)).isOne();
  }

  @Test
  void saysThatTheTokenIsRefusedAndNeverNamesIt() {
    cluster.refuse(request -> 401);
    KubeVirtVmInventory inventory = follow(cluster.port());

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(reason(inventory))
                    .isEqualTo("virtualmachines: the API server refuses our credentials (401)")
                    .doesNotContain("secret-token"));
    cluster.refuse(request -> 0);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
  }

  @Test
  void waitsForAClusterThatIsNotThereYet() {
    cluster.close();
    int port = FreePorts.next();
    KubeVirtVmInventory inventory = follow(port);

    await().atMost(LIMIT).until(() -> reason(inventory).contains("cannot be reached"));

    assertThat(reason(inventory)).endsWith("http://127.0.0.1:" + port + " cannot be reached");
    cluster = new ScriptedCluster(port);
    cluster.put(machine("web-0"));
    await().atMost(LIMIT).until(() -> names(inventory).contains("web-0"));
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
  }

  @Test
  void servesTheLastKnownStateOfAClusterThatFellSilentAndCatchesUp() {
    cluster.put(machine("web-0"));
    KubeVirtVmInventory inventory = live();

    cluster.silence(true);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Stale);

    assertThat(names(inventory)).containsExactly("web-0");
    InventoryState.Stale stale = (InventoryState.Stale) inventory.state();
    assertThat(stale.reason()).contains("does not answer");
    assertThat(stale.since()).isBefore(InstantSource.system().instant());
    cluster.put(machine("web-1"));
    cluster.silence(false);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
    await().atMost(LIMIT).until(() -> names(inventory).contains("web-1"));
  }

  @Test
  void isStaleWhileTheServerSaysItIsNotReady() {
    KubeVirtVmInventory inventory = live();

    cluster.refuse(request -> request.startsWith("/readyz") ? 503 : 0);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Stale);
    cluster.refuse(request -> 0);

    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
  }

  @Test
  void isStaleWhileWatchesAreRefused() {
    KubeVirtVmInventory inventory = live();

    cluster.refuse(request -> request.contains("watch=") ? 429 : 0);
    cluster.cutWatches();
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Stale);

    assertThat(((InventoryState.Stale) inventory.state()).reason()).contains("429");
    cluster.refuse(request -> 0);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
  }

  @Test
  void goesOnWithoutAKindThatTheClusterDoesNotHaveUntilItHas() {
    cluster.refuse(request -> request.contains("/" + Kinds.DATA_VOLUMES + "?") ? 404 : 0);
    KubeVirtVmInventory inventory = live();

    assertThat(inventory.limitations())
        .containsExactly("without datavolumes: the API server answers 404: refused on demand");
    cluster.refuse(request -> 0);
    await().atMost(LIMIT).until(() -> inventory.limitations().isEmpty());
    assertThat(inventory.state()).isInstanceOf(InventoryState.Live.class);
  }

  @Test
  void doesNotKnowWhatIsReadyUntilTheClusterShowsIt() {
    ObjectNode machine = machine("web-0");
    cluster.put(machine);
    cluster.put(serviceOf(machine));
    VmId id = new VmId(UUID.fromString(machine.at("/metadata/uid").asString()));
    cluster.refuse(request -> request.contains("/" + Kinds.SLICES + "?") ? 404 : 0);
    KubeVirtVmInventory inventory = live();
    assertThat(inventory.services().leadingTo(id))
        .extracting(AccessService::readiness)
        .containsExactly(Readiness.UNKNOWN);

    cluster.refuse(request -> 0);

    await()
        .atMost(LIMIT)
        .until(
            () -> inventory.services().leadingTo(id).getFirst().readiness() == Readiness.NOT_READY);
  }

  @Test
  void tellsWhoWaitsThatAServiceHasComeOrGone() {
    ObjectNode machine = machine("web-0");
    cluster.put(machine);
    KubeVirtVmInventory inventory = live();
    ObjectNode service = serviceOf(machine);
    ServiceId id = new ServiceId(UUID.fromString(service.at("/metadata/uid").asString()));
    CompletableFuture<Boolean> come =
        CompletableFuture.supplyAsync(() -> inventory.services().awaitShown(id, LIMIT));
    cluster.put(service);
    assertThat(come.join()).isTrue();

    CompletableFuture<Boolean> gone =
        CompletableFuture.supplyAsync(() -> inventory.services().awaitGone(id, LIMIT));
    cluster.remove(service);
    assertThat(gone.join()).isTrue();
  }

  @Test
  void tellsFollowersOfAMachineWhoseServicesHaveChangedAndOfNoOther() {
    ObjectNode machine = machine("web-0");
    cluster.put(machine);
    cluster.put(machine("web-1"));
    KubeVirtVmInventory inventory = live();
    Follower follower = new Follower();
    inventory.follow(follower);
    await().atMost(LIMIT).until(() -> follower.names().size() == 2);
    await().atMost(LIMIT).until(() -> cluster.isWatched(Kinds.SERVICES));
    ObjectNode first = serviceOf(machine);
    ((ObjectNode) first.get("spec")).remove("selector"); // it would select both, of one sample
    ObjectNode second = first.deepCopy();
    ((ObjectNode) second.get("metadata")).put("name", "second").put("uid", SECOND_SERVICE);
    // The machine itself shows the first of its services only.
    cluster.put(first);
    await().atMost(LIMIT).until(() -> !follower.changed.isEmpty());
    follower.changed.clear();

    cluster.put(second);
    await().atMost(LIMIT).until(() -> follower.changed.size() == 1);
    cluster.remove(second);

    await().atMost(LIMIT).until(() -> follower.changed.size() == 2);
    assertThat(follower.changed).containsExactly(Set.of("web-0"), Set.of("web-0"));
  }

  @Test
  void tellsFollowersOfAllMachinesOnceServicesCanBeSeen() {
    ObjectNode machine = machine("web-0");
    cluster.put(machine);
    cluster.put(machine("web-1"));
    cluster.put(serviceOf(machine));
    cluster.refuse(request -> request.contains("/" + Kinds.SERVICES + "?") ? 403 : 0);
    KubeVirtVmInventory inventory = live();
    assertThat(inventory.services().areKnown()).isFalse();
    Follower follower = new Follower();
    inventory.follow(follower);
    await().atMost(LIMIT).until(() -> follower.names().size() == 2);

    cluster.refuse(request -> 0);

    await().atMost(LIMIT).until(() -> follower.changed.contains(Set.of("web-0", "web-1")));
    assertThat(inventory.services().areKnown()).isTrue();
  }

  @Test
  void goesOnWithoutAKindThatIsForbidden() {
    cluster.put(machine("web-0"));
    cluster.refuse(request -> request.contains("/" + Kinds.PODS + "?") ? 403 : 0);

    KubeVirtVmInventory inventory = live();

    assertThat(names(inventory)).containsExactly("web-0");
    assertThat(inventory.limitations())
        .containsExactly("without pods: the API server forbids it (403): refused on demand");
  }

  @Test
  void cannotGoOnWithoutMachines() {
    cluster.refuse(request -> request.contains("/" + Kinds.MACHINES + "?") ? 404 : 0);
    KubeVirtVmInventory inventory = follow(cluster.port());

    await().atMost(LIMIT).until(() -> reason(inventory).contains("404"));

    assertThat(reason(inventory)).startsWith("virtualmachines: ");
  }

  @Test
  void leavesOutWhatCannotBeReadAndKeepsTheRest() {
    cluster.put(machine("web-0"));
    ObjectNode odd = machine("web-odd");
    odd.put("spec", "not an object");
    cluster.put(odd);
    cluster.put(machine("web-zero"));

    KubeVirtVmInventory inventory = live();

    assertThat(names(inventory)).containsExactlyInAnyOrder("web-0", "web-zero");
    ObjectNode broken = machine("web-0");
    broken.put("spec", "not an object any more");
    cluster.put(broken);
    cluster.put(machine("web-1"));
    await().atMost(LIMIT).until(() -> names(inventory).contains("web-1"));
    assertThat(names(inventory)).containsExactlyInAnyOrder("web-0", "web-1", "web-zero");
  }

  @Test
  void givesUpAWatchThatSaysNothingForTooLong() {
    InventoryOptions impatient =
        new InventoryOptions(
            null,
            new FeedOptions(
                500,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                Duration.ofMillis(100),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(100)),
            QUICK.probeInterval(),
            QUICK.probePatience(),
            QUICK.grace());
    follow(cluster.port(), impatient);

    await().atMost(LIMIT).until(() -> cluster.watches(Kinds.MACHINES).size() > 1);

    assertThat(cluster.lists(Kinds.MACHINES)).isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void losesNothingWhateverHappensToTheLine(long seed) {
    // A probe as impatient as this one has doubts all the time, and reconnects each time.
    KubeVirtVmInventory inventory = live(with(Duration.ofMillis(2), Duration.ofMillis(3)));
    Follower follower = new Follower();
    inventory.follow(follower);
    Random random = new Random(seed);
    Map<String, VmStatus> expected = new HashMap<>();
    for (int step = 0; step < 3_000; step++) {
      String name = "web-" + random.nextInt(40);
      if (expected.containsKey(name) && random.nextInt(3) == 0) {
        cluster.remove(machine(name));
        expected.remove(name);
      } else {
        boolean runs = random.nextBoolean();
        cluster.put(machine(name, runs ? "Running" : "Stopped"));
        expected.put(name, runs ? VmStatus.RUNNING : VmStatus.STOPPED);
      }
      if (random.nextInt(100) == 0) {
        cluster.cutWatches();
      }
      if (random.nextInt(500) == 0) {
        cluster.forget();
      }
    }

    await().atMost(LIMIT).untilAsserted(() -> assertThat(statuses(inventory)).isEqualTo(expected));
    await().atMost(LIMIT).until(() -> follower.names().equals(expected.keySet()));
  }

  @Test
  void closesPromptlyWhileTheClusterIsSilent() {
    KubeVirtVmInventory inventory = live();
    cluster.silence(true);

    long begun = System.nanoTime();
    inventory.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  private static InventoryOptions with(Duration probeInterval, Duration probePatience) {
    return new InventoryOptions(null, QUICK.feeds(), probeInterval, probePatience, QUICK.grace());
  }

  private KubeVirtVmInventory live() {
    return live(QUICK);
  }

  private KubeVirtVmInventory live(InventoryOptions options) {
    KubeVirtVmInventory inventory = follow(cluster.port(), options);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
    await().atMost(LIMIT).until(() -> cluster.isWatched(Kinds.MACHINES));
    return inventory;
  }

  private KubeVirtVmInventory follow(int port) {
    return follow(port, QUICK);
  }

  private KubeVirtVmInventory follow(int port, InventoryOptions options) {
    KubernetesClient client = ScriptedCluster.client(folder, port);
    opened.add(client);
    KubeVirtVmInventory inventory =
        new KubeVirtVmInventory(client, options, InstantSource.system());
    opened.add(inventory);
    inventory.start();
    return inventory;
  }

  private static String reason(KubeVirtVmInventory inventory) {
    return inventory.state() instanceof InventoryState.Unsynced(String reason) ? reason : "";
  }

  private static List<Vm> machines(KubeVirtVmInventory inventory) {
    return inventory
        .list(
            VmScope.ofNamespaces(Set.of("shop")),
            new VmQuery(VmFilter.ALL, VmSortKey.NAME, false, new PageRequest(1, 200)))
        .items();
  }

  private static Set<String> names(KubeVirtVmInventory inventory) {
    return machines(inventory).stream().map(vm -> vm.name().name()).collect(Collectors.toSet());
  }

  private static Map<String, VmStatus> statuses(KubeVirtVmInventory inventory) {
    return machines(inventory).stream()
        .collect(Collectors.toMap(vm -> vm.name().name(), vm -> vm.state().status()));
  }

  private static VmStatus status(KubeVirtVmInventory inventory, String name) {
    return machines(inventory).stream()
        .filter(vm -> vm.name().name().equals(name))
        .findFirst()
        .map(vm -> vm.state().status())
        .orElse(VmStatus.UNKNOWN);
  }

  private static String[] machineNames(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "web-" + i;
    }
    return names;
  }

  private static ObjectNode serviceOf(ObjectNode machine) {
    ObjectNode service = JoinTest.object("01-running-masquerade-multus", "Service");
    ((ObjectNode) service.at("/metadata/ownerReferences/0"))
        .put("name", machine.at("/metadata/name").asString())
        .put("uid", machine.at("/metadata/uid").asString());
    ((ObjectNode) service.get("metadata"))
        .put("namespace", machine.at("/metadata/namespace").asString());
    return service;
  }

  private static ObjectNode machine(String name) {
    return machine(name, "Stopped");
  }

  private static ObjectNode machine(String name, String printableStatus) {
    JsonNode sample = Samples.objects("02-stopped").getFirst();
    ObjectNode machine = (ObjectNode) sample.deepCopy();
    ObjectNode metadata = (ObjectNode) machine.get("metadata");
    metadata.put("name", name);
    metadata.put("uid", UUID.nameUUIDFromBytes(name.getBytes()).toString());
    ((ObjectNode) machine.get("status")).put("printableStatus", printableStatus);
    return machine;
  }

  /** Keeps what it is told. */
  private static final class Follower implements VmFeed.Follower {
    private final Map<VmId, Vm> machines = new ConcurrentHashMap<>();
    private final List<Set<String>> changed = new CopyOnWriteArrayList<>();
    private volatile int all;

    @Override
    public void all(Collection<Vm> every) {
      all = machines.isEmpty() ? all + 1 : 99; // before all else, and once
      every.forEach(machine -> machines.put(machine.id(), machine));
    }

    @Override
    public void changed(Collection<Vm> looking, Set<VmId> removed) {
      removed.forEach(machines::remove);
      looking.forEach(machine -> machines.put(machine.id(), machine));
      changed.add(
          looking.stream().map(machine -> machine.name().name()).collect(Collectors.toSet()));
    }

    Set<String> names() {
      return machines.values().stream()
          .map(machine -> machine.name().name())
          .collect(Collectors.toSet());
    }
  }
}
