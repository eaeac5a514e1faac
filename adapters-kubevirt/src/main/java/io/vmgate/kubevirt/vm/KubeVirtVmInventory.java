package io.vmgate.kubevirt.vm;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmFeed;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.application.vm.index.VmIndex;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.kubevirt.cluster.ClusterProbe;
import io.vmgate.kubevirt.cluster.ResourceFeed;
import io.vmgate.kubevirt.cluster.WireObject;
import io.vmgate.kubevirt.vm.ClusterKinds.Binding;
import io.vmgate.kubevirt.vm.digest.SharedValues;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Keeps a cluster's machines in memory, in step with the cluster.
 *
 * <p>Until the cluster was read whole for the first time it answers nothing and says why it is
 * {@link InventoryState.Unsynced}; an unreachable cluster is tried for ever. A cluster lost later
 * leaves the last known state, {@link InventoryState.Stale} within ten seconds.
 */
public final class KubeVirtVmInventory implements VmInventory, VmFeed, AutoCloseable {
  private final VmIndex index = new VmIndex();
  private final KubeVirtServiceInventory services = new KubeVirtServiceInventory();
  private final InventoryFigures figures = new InventoryFigures();
  private final InventoryMonitor monitor;
  private final InventoryWriter writer;
  private final List<ResourceFeed<?, ?>> feeds = new ArrayList<>();
  private final ClusterProbe probe;

  /**
   * Prepare to follow a cluster; {@link #start} begins.
   *
   * @param client the line to the cluster; stays the caller's, to be closed after this
   */
  public KubeVirtVmInventory(
      KubernetesClient client, InventoryOptions options, InstantSource clock) {
    ClusterLedger ledger = new ClusterLedger(options.publicHost(), services);
    List<Binding<?, ?>> kinds = ClusterKinds.all(ledger, new SharedValues());
    List<String> names = kinds.stream().map(binding -> binding.kind().name()).toList();
    this.monitor = new InventoryMonitor(names, clock, options.grace(), figures);
    this.writer = new InventoryWriter(ledger, index, monitor, figures);
    kinds.forEach(binding -> feeds.add(feed(client, binding, options)));
    this.probe =
        new ClusterProbe(client, monitor, options.probeInterval(), options.probePatience());
    monitor.onProbe(
        () -> feeds.forEach(ResourceFeed::reconnect), () -> feeds.forEach(ResourceFeed::wake));
  }

  /** Begin to follow the cluster; returns at once. */
  public void start() {
    writer.start();
    feeds.forEach(ResourceFeed::start);
    probe.start();
  }

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
    return monitor.state();
  }

  @Override
  public Following follow(Follower follower) {
    return writer.follow(follower);
  }

  /** Give the services that lead to the machines; the same object each time. */
  public ServiceInventory services() {
    return services;
  }

  /**
   * Tell what the inventory has to do without, a sentence each: kinds of object that the cluster
   * does not have or forbids to read. Empty when nothing is missing.
   */
  public List<String> limitations() {
    return monitor.limitations();
  }

  /** Give the figures for metrics; the same object each time. */
  public InventoryFigures figures() {
    return figures;
  }

  /** Stop following; what is known can still be read. */
  @Override
  public void close() {
    probe.close();
    feeds.parallelStream().forEach(ResourceFeed::close);
    writer.close();
  }

  private <W extends WireObject, D> ResourceFeed<W, D> feed(
      KubernetesClient client, Binding<W, D> binding, InventoryOptions options) {
    return new ResourceFeed<>(
        client,
        binding.kind(),
        writer.queued(binding.kind().name(), binding.sink()),
        monitor,
        options.feeds(),
        RandomGenerator.getDefault());
  }
}
