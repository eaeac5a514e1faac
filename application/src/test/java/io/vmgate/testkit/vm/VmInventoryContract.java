package io.vmgate.testkit.vm;

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
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.domain.vm.VmStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every inventory must do. The machines are given by name, status, node, size and labels; an
 * adapter may know them under other ids, so the questions go by name.
 */
public interface VmInventoryContract {
  /** An inventory, live, that knows exactly these machines. */
  VmInventory inventoryWith(Vm... machines);

  private static VmQuery query(
      VmFilter filter, VmSortKey key, boolean descending, int page, int size) {
    return new VmQuery(filter, key, descending, new PageRequest(page, size));
  }

  private static VmQuery byName(VmFilter filter) {
    return query(filter, VmSortKey.NAME, false, 1, 50);
  }

  private static List<String> names(Page<Vm> page) {
    return page.items().stream().map(vm -> vm.name().toString()).toList();
  }

  private static VmScope all(String... namespaces) {
    return VmScope.ofNamespaces(Set.copyOf(Arrays.asList(namespaces)));
  }

  @Test
  default void answersEmptyForAnUnknownId() {
    assertThat(inventoryWith(aVm().build()).find(new VmId(new UUID(1, 1)))).isEmpty();
  }

  @Test
  default void findsWhatItLists() {
    VmInventory inventory = inventoryWith(aVm().named("shop", "web-1").build());

    Vm listed = inventory.list(all("shop"), byName(VmFilter.ALL)).items().getFirst();

    assertThat(inventory.find(listed.id())).contains(listed);
    assertThat(listed.name()).isEqualTo(new VmName("shop", "web-1"));
  }

  @Test
  default void isLive() {
    assertThat(inventoryWith().state()).isEqualTo(new InventoryState.Live());
  }

  @Test
  default void showsNothingOutsideTheScope() {
    VmInventory inventory =
        inventoryWith(
            aVm().named("shop", "web-1").build(), aVm().named("research", "gpu-1").build());

    assertThat(names(inventory.list(all("shop"), byName(VmFilter.ALL))))
        .containsExactly("shop/web-1");
    assertThat(inventory.list(all(), byName(VmFilter.ALL)).total()).isZero();
    assertThat(
            inventory
                .list(
                    all("shop"),
                    byName(
                        new VmFilter("research", Set.of(), null, null, LabelSelector.EVERYTHING)))
                .total())
        .isZero();
  }

  @Test
  default void showsSingleMachinesBesideNamespaces() {
    VmInventory inventory =
        inventoryWith(
            aVm().named("shop", "web-1").build(),
            aVm().named("research", "gpu-1").build(),
            aVm().named("research", "gpu-2").build());
    VmId single = inventory.list(all("research"), byName(VmFilter.ALL)).items().getLast().id();

    assertThat(
            names(
                inventory.list(new VmScope(Set.of("shop"), Set.of(single)), byName(VmFilter.ALL))))
        .containsExactly("research/gpu-2", "shop/web-1");
  }

  @Test
  default void pagesWithoutGapOrOverlap() {
    Vm[] machines = new Vm[23];
    Arrays.setAll(machines, i -> aVm().named("shop", "web-%02d".formatted(i)).build());
    VmInventory inventory = inventoryWith(machines);

    Page<Vm> second =
        inventory.list(all("shop"), query(VmFilter.ALL, VmSortKey.NAME, false, 2, 10));
    Page<Vm> last = inventory.list(all("shop"), query(VmFilter.ALL, VmSortKey.NAME, true, 3, 10));
    Page<Vm> beyond =
        inventory.list(all("shop"), query(VmFilter.ALL, VmSortKey.NAME, false, 9, 10));

    assertThat(names(second)).hasSize(10).startsWith("shop/web-10").endsWith("shop/web-19");
    assertThat(names(last)).containsExactly("shop/web-02", "shop/web-01", "shop/web-00");
    assertThat(second.total()).isEqualTo(23);
    assertThat(second.pages()).isEqualTo(3);
    assertThat(beyond.items()).isEmpty();
    assertThat(beyond.total()).isEqualTo(23);
  }

  @Test
  default void filtersByEveryCondition() {
    VmInventory inventory =
        inventoryWith(
            aVm().named("shop", "web-1").labelled("app", "web").on("node-a").build(),
            aVm().named("shop", "web-2").labelled("app", "web").stopped().build(),
            aVm().named("shop", "database-1").labelled("app", "db").on("node-b").build(),
            aVm().named("pay", "web-1").on("node-a").build());
    VmScope scope = all("shop", "pay");

    assertThat(
            names(
                inventory.list(
                    scope,
                    byName(new VmFilter("pay", Set.of(), null, null, LabelSelector.EVERYTHING)))))
        .containsExactly("pay/web-1");
    assertThat(
            names(
                inventory.list(
                    scope,
                    byName(
                        new VmFilter(
                            null,
                            Set.of(VmStatus.STOPPED),
                            null,
                            null,
                            LabelSelector.EVERYTHING)))))
        .containsExactly("shop/web-2");
    assertThat(
            names(
                inventory.list(
                    scope,
                    byName(new VmFilter(null, Set.of(), "ABAS", null, LabelSelector.EVERYTHING)))))
        .containsExactly("shop/database-1");
    assertThat(
            names(
                inventory.list(
                    scope,
                    byName(
                        new VmFilter(null, Set.of(), null, "node-a", LabelSelector.EVERYTHING)))))
        .containsExactly("pay/web-1", "shop/web-1");
    assertThat(
            names(
                inventory.list(
                    scope,
                    byName(
                        new VmFilter(
                            null, Set.of(), null, null, LabelSelector.parse("app!=db,app"))))))
        .containsExactly("shop/web-1", "shop/web-2");
    assertThat(
            names(
                inventory.list(
                    scope,
                    byName(
                        new VmFilter(
                            "shop",
                            Set.of(VmStatus.RUNNING),
                            "web",
                            "node-a",
                            LabelSelector.parse("app in (web)"))))))
        .containsExactly("shop/web-1");
  }

  @Test
  default void putsMachinesWithoutAValueLastEitherWay() {
    VmInventory inventory =
        inventoryWith(
            aVm().named("shop", "a").on("node-a").build(),
            aVm().named("shop", "b").stopped().build(),
            aVm().named("shop", "c").on("node-b").build());

    assertThat(
            names(
                inventory.list(
                    all("shop"), query(VmFilter.ALL, VmSortKey.NODE_NAME, false, 1, 10))))
        .containsExactly("shop/a", "shop/c", "shop/b");
    assertThat(
            names(
                inventory.list(all("shop"), query(VmFilter.ALL, VmSortKey.NODE_NAME, true, 1, 10))))
        .containsExactly("shop/c", "shop/a", "shop/b");
  }

  @Test
  default void countsMachinesByNamespace() {
    VmInventory inventory =
        inventoryWith(
            aVm().named("shop", "web-1").build(),
            aVm().named("shop", "web-2").build(),
            aVm().named("research", "gpu-1").build());

    assertThat(inventory.countByNamespace(all("shop", "empty")))
        .isEqualTo(Map.of("shop", 2, "empty", 0));
  }
}
