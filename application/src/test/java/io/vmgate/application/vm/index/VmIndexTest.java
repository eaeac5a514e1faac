package io.vmgate.application.vm.index;

import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.vm.LabelSelector;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import io.vmgate.testkit.vm.VmInventoryContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmIndexTest implements VmInventoryContract {
  private static final List<String> NAMESPACES = List.of("shop", "pay", "research", "load");
  private static final List<String> STATUSES =
      List.of("Running", "Stopped", "Paused", "ErrImagePull", "Migrating", "Starting");
  private static final List<String> SELECTORS =
      List.of(
          "",
          "app",
          "!app",
          "app=web",
          "app!=web",
          "app in (web,db)",
          "app notin (db)",
          "rank>3",
          "rank<3,app",
          "gone");

  @Override
  public VmInventory inventoryWith(Vm... machines) {
    VmIndex index = new VmIndex();
    index.replaceAll(Arrays.asList(machines));
    return inventoryOn(index);
  }

  /** Random changes, then random questions: the index answers just as the plain inventory does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void answersAsIfItLookedAtEveryMachine(long seed) {
    Random random = new Random(seed);
    Map<VmId, Vm> machines = new HashMap<>();
    VmIndex index = new VmIndex();
    for (int i = 0; i < 3000; i++) {
      Vm vm = randomVm(random, i);
      machines.put(vm.id(), vm);
    }
    index.replaceAll(machines.values());
    for (int round = 0; round < 30; round++) {
      change(random, machines, index);
      InMemoryVmInventory plain = new InMemoryVmInventory(machines.values());
      assertThat(index.size()).isEqualTo(machines.size());
      for (int question = 0; question < 10; question++) {
        VmScope scope = randomScope(random, machines);
        VmQuery query = randomQuery(random);
        Page<Vm> expected = plain.list(scope, query);
        assertThat(index.list(scope, query)).as("%s in %s", query, scope).isEqualTo(expected);
        assertThat(index.countByNamespace(scope)).isEqualTo(plain.countByNamespace(scope));
      }
    }
  }

  @Test
  void forgetsEverythingWhenReplaced() {
    VmIndex index = new VmIndex();
    Vm old = aVm().named("shop", "old").build();
    Vm fresh = aVm().named("shop", "fresh").build();
    index.replaceAll(List.of(old));

    index.replaceAll(List.of(fresh));

    assertThat(index.find(old.id())).isEmpty();
    assertThat(index.find(fresh.id())).contains(fresh);
  }

  @Test
  void showsAMachineUnderItsNewStateOnly() {
    VmIndex index = new VmIndex();
    Vm running = aVm().named("shop", "web-1").labelled("tier", "old").build();
    Vm stopped = aVm().named("shop", "web-1").labelled("tier", "new").stopped().build();
    index.apply(List.of(running), List.of());

    index.apply(List.of(stopped), List.of());

    assertThat(count(index, Set.of(VmStatus.RUNNING), "")).isZero();
    assertThat(count(index, Set.of(VmStatus.STOPPED), "")).isOne();
    assertThat(count(index, Set.of(), "tier=old")).isZero();
    assertThat(count(index, Set.of(), "tier=new")).isOne();
  }

  @Test
  void ignoresTheRemovalOfAMachineItDoesNotKnow() {
    VmIndex index = new VmIndex();

    index.apply(List.of(), List.of(aVm().build().id()));

    assertThat(index.size()).isZero();
  }

  /** Two machines swap their nodes at one moment; no reader ever sees both on one. */
  @Test
  void showsABatchWholeOrNotAtAll() throws InterruptedException {
    VmIndex index = new VmIndex();
    List<Vm> before =
        List.of(
            aVm().named("shop", "a").on("n1").build(), aVm().named("shop", "b").on("n2").build());
    List<Vm> after =
        List.of(
            aVm().named("shop", "a").on("n2").build(), aVm().named("shop", "b").on("n1").build());
    index.replaceAll(before);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    index.apply(i % 2 == 0 ? after : before, List.of());
                  }
                  done.set(true);
                });
    VmQuery everything =
        new VmQuery(VmFilter.ALL, VmSortKey.NODE_NAME, false, new PageRequest(1, 10));
    while (!done.get()) {
      List<String> nodes =
          index.list(VmScope.ofNamespaces(Set.of("shop")), everything).items().stream()
              .map(vm -> String.valueOf(vm.nodeName()))
              .toList();
      assertThat(nodes).containsExactly("n1", "n2");
    }
    writer.join();
  }

  private static long count(VmIndex index, Set<VmStatus> statuses, String selector) {
    VmFilter filter = new VmFilter(null, statuses, null, null, LabelSelector.parse(selector));
    return index
        .list(
            VmScope.ofNamespaces(Set.of("shop")),
            new VmQuery(filter, VmSortKey.NAME, false, new PageRequest(1, 10)))
        .total();
  }

  private static void change(Random random, Map<VmId, Vm> machines, VmIndex index) {
    Map<VmId, Vm> changed = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      Vm vm = randomVm(random, random.nextInt(3400));
      changed.put(vm.id(), vm);
    }
    List<VmId> removed = new ArrayList<>();
    for (VmId id : List.copyOf(machines.keySet())) {
      if (!changed.containsKey(id) && random.nextInt(40) == 0) {
        removed.add(id);
      }
    }
    index.apply(changed.values(), removed);
    machines.putAll(changed);
    removed.forEach(machines::remove);
  }

  /** The number decides namespace and name, and with them the id; all else is chance. */
  private static Vm randomVm(Random random, int number) {
    var builder =
        aVm()
            .named(
                NAMESPACES.get(number % 7 % NAMESPACES.size()),
                "vm-%s-%d".formatted(number % 3 == 0 ? "web" : "db", number))
            .standing(pick(random, STATUSES))
            .on(random.nextInt(4) == 0 ? null : "node-" + random.nextInt(6))
            .sized(
                random.nextInt(5) == 0 ? null : 1 + random.nextInt(8),
                (1L + random.nextInt(16)) << 30)
            .createdAt(Instant.ofEpochSecond(1_800_000_000L + random.nextInt(500)));
    if (random.nextBoolean()) {
      builder.labelled("app", pick(random, List.of("web", "db", "queue")));
    }
    if (random.nextInt(3) == 0) {
      builder.labelled("rank", String.valueOf(random.nextInt(7)));
    }
    return builder.build();
  }

  private static VmScope randomScope(Random random, Map<VmId, Vm> machines) {
    Set<String> namespaces =
        Set.copyOf(NAMESPACES.subList(random.nextInt(2), 1 + random.nextInt(NAMESPACES.size())));
    Set<VmId> singles =
        random.nextBoolean()
            ? Set.of()
            : Set.copyOf(List.copyOf(machines.keySet()).subList(0, random.nextInt(5)));
    return new VmScope(namespaces, singles);
  }

  private static VmQuery randomQuery(Random random) {
    VmFilter filter =
        new VmFilter(
            maybe(random, NAMESPACES),
            random.nextBoolean()
                ? Set.of()
                : EnumSet.of(VmStatus.ofPrintable(pick(random, STATUSES)), VmStatus.RUNNING),
            maybe(
                random, List.of("w", "eb", "web", "VM-w", "vm-db-1", "-12", "9", "nothing", "b-2")),
            maybe(random, List.of("node-1", "node-2", "node-x")),
            LabelSelector.parse(pick(random, SELECTORS)));
    return new VmQuery(
        filter,
        pick(random, List.of(VmSortKey.values())),
        random.nextBoolean(),
        new PageRequest(1 + random.nextInt(random.nextBoolean() ? 3 : 60), 1 + random.nextInt(50)));
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static <T> @Nullable T maybe(Random random, List<T> values) {
    return random.nextInt(3) == 0 ? pick(random, values) : null;
  }

  private static VmInventory inventoryOn(VmIndex index) {
    return new VmInventory() {
      @Override
      public Optional<Vm> find(VmId id) {
        return index.find(id);
      }

      @Override
      public Page<Vm> list(VmScope scope, VmQuery query) {
        return index.list(scope, query);
      }

      @Override
      public Map<String, Integer> countByNamespace(VmScope scope) {
        return index.countByNamespace(scope);
      }

      @Override
      public InventoryState state() {
        return new InventoryState.Live();
      }
    };
  }
}
