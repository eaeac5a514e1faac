package io.vmgate.kubevirt.vm;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.vm.digest.ClaimDigest;
import io.vmgate.kubevirt.vm.digest.DataVolumeDigest;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.NodeDigest;
import io.vmgate.kubevirt.vm.digest.PodDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest;
import io.vmgate.kubevirt.vm.digest.SizeDigest;
import io.vmgate.kubevirt.vm.digest.SliceDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a digest of every object and knows which machines a change of one touches. For the writer
 * thread alone.
 */
final class ClusterLedger {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLedger.class);

  /**
   * What has changed since the last batch.
   *
   * @param changed joined anew
   * @param removed ids that are no more
   * @param withOtherServices those joined anew whose services are others, or look different
   */
  record Batch(List<Vm> changed, Set<VmId> removed, Set<VmId> withOtherServices) {}

  private final Touched touched = new Touched();
  private final Claims claims = new Claims(touched);
  private final Machines machines = new Machines(claims, touched);
  private final ServiceShelf services = new ServiceShelf(machines);
  private final Sizes sizes = new Sizes(machines, touched);
  private final KubeVirtServiceInventory shownServices;
  private Set<VmId> withOtherServices = new HashSet<>();

  /**
   * Begin empty.
   *
   * @param publicHost where NodePorts are reached; null for a ready node's own address
   * @param shownServices gets the services of each machine as it is joined
   */
  ClusterLedger(@Nullable String publicHost, KubeVirtServiceInventory shownServices) {
    services.publicHost(publicHost);
    this.shownServices = shownServices;
  }

  FeedSink<MachineDigest> machines() {
    return machines.digests();
  }

  FeedSink<RunDigest> runs() {
    return machines.runs();
  }

  FeedSink<PodDigest> pods() {
    return machines.pods();
  }

  FeedSink<ClaimDigest> claims() {
    return claims.claims();
  }

  FeedSink<DataVolumeDigest> dataVolumes() {
    return claims.dataVolumes();
  }

  FeedSink<ServiceDigest> services() {
    return services;
  }

  FeedSink<SliceDigest> slices() {
    return services.slices();
  }

  FeedSink<NodeDigest> nodes() {
    return services.nodes();
  }

  FeedSink<SizeDigest> instancetypes() {
    return sizes.ofNamespaces();
  }

  FeedSink<SizeDigest> clusterInstancetypes() {
    return sizes.ofCluster();
  }

  FeedSink<SizeDigest> revisions() {
    return sizes.revisions();
  }

  /** Join every machine. */
  List<Vm> joinAll() {
    touched.takeMachines();
    touched.takeRemoved();
    List<Vm> joined = new ArrayList<>();
    machines.forEach(
        machine -> {
          MachineDigest digest = machine.digest();
          if (digest != null) {
            joined(digest, machine).ifPresent(joined::add);
          }
        });
    withOtherServices = new HashSet<>(); // whoever is told of all machines looks at all services
    return joined;
  }

  /** Join the machines that were touched since the last time. */
  Batch takeBatch() {
    List<Vm> changed = new ArrayList<>();
    Set<VmId> removed = touched.takeRemoved();
    for (VmName name : touched.takeMachines()) {
      Machine machine = machines.find(name);
      MachineDigest digest = machine == null ? null : machine.digest();
      if (machine != null && digest != null) {
        removed.remove(digest.id());
        joined(digest, machine).ifPresent(changed::add);
      }
    }
    removed.forEach(id -> shownServices.put(id, List.of()));
    Batch batch = new Batch(changed, removed, withOtherServices);
    withOtherServices = new HashSet<>();
    return batch;
  }

  /**
   * What was joined is shown now: whoever waits for a service may go on.
   *
   * @return whether Services can be seen since now, or no more
   */
  boolean shown() {
    boolean isNews = shownServices.become(services.areKnown());
    shownServices.settle();
    return isNews;
  }

  /** Count what is kept, by the cluster's name of the kind. */
  Map<String, Integer> sizes() {
    return Map.ofEntries(
        Map.entry(Kinds.MACHINES, machines.digests().size()),
        Map.entry(Kinds.RUNS, machines.runs().size()),
        Map.entry(Kinds.PODS, machines.pods().size()),
        Map.entry(Kinds.CLAIMS, claims.claims().size()),
        Map.entry(Kinds.DATA_VOLUMES, claims.dataVolumes().size()),
        Map.entry(Kinds.SERVICES, services.size()),
        Map.entry(Kinds.SLICES, services.slices().size()),
        Map.entry(Kinds.NODES, services.nodes().size()),
        Map.entry(Kinds.INSTANCETYPES, sizes.ofNamespaces().size()),
        Map.entry(Kinds.CLUSTER_INSTANCETYPES, sizes.ofCluster().size()),
        Map.entry(Kinds.REVISIONS, sizes.revisions().size()));
  }

  /** One machine that cannot be joined keeps its last state and holds up no other. */
  private Optional<Vm> joined(MachineDigest digest, Machine machine) {
    try {
      return Optional.of(join(digest, machine));
    } catch (RuntimeException fault) {
      LOG.error("cannot join {}", digest.id(), fault);
      return Optional.empty();
    }
  }

  private Vm join(MachineDigest digest, Machine machine) {
    List<AccessService> leading = services.leadingTo(digest, machine.currentRun());
    Vm joined =
        VirtualMachines.join(
            digest,
            machine,
            claims,
            sizes.find(digest),
            leading.isEmpty() ? null : published(leading.getFirst()));
    if (shownServices.put(digest.id(), leading)) {
      withOtherServices.add(digest.id());
    }
    return joined;
  }

  private static PublishedService published(AccessService first) {
    return new PublishedService(first.name(), first.type().wireName(), first.accessAddress());
  }
}
