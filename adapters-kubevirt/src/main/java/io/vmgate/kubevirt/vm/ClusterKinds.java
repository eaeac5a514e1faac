package io.vmgate.kubevirt.vm;

import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ResourceKind;
import io.vmgate.kubevirt.cluster.WireObject;
import io.vmgate.kubevirt.vm.digest.ClaimReader;
import io.vmgate.kubevirt.vm.digest.DataVolumeReader;
import io.vmgate.kubevirt.vm.digest.MachineReader;
import io.vmgate.kubevirt.vm.digest.PodReader;
import io.vmgate.kubevirt.vm.digest.RunReader;
import io.vmgate.kubevirt.vm.digest.ServiceReader;
import io.vmgate.kubevirt.vm.digest.SharedValues;
import io.vmgate.kubevirt.vm.digest.SizeReader;
import io.vmgate.kubevirt.vm.digest.SliceReader;
import io.vmgate.kubevirt.vm.model.ControllerRevision;
import io.vmgate.kubevirt.vm.model.DataVolume;
import io.vmgate.kubevirt.vm.model.EndpointSlice;
import io.vmgate.kubevirt.vm.model.Instancetype;
import io.vmgate.kubevirt.vm.model.Node;
import io.vmgate.kubevirt.vm.model.PersistentVolumeClaim;
import io.vmgate.kubevirt.vm.model.Pod;
import io.vmgate.kubevirt.vm.model.Service;
import io.vmgate.kubevirt.vm.model.VirtualMachine;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists the kinds of object that are followed, and where in the ledger each belongs. */
final class ClusterKinds {
  private static final String CORE = "api/v1";
  private static final String KUBEVIRT = "apis/kubevirt.io/v1";
  private static final String INSTANCETYPE = "apis/instancetype.kubevirt.io/v1beta1";

  /** Preferences are pinned in the same way, and matter to nobody here. */
  private static final String PINNED_SIZES =
      "instancetype.kubevirt.io/object-kind in"
          + " (VirtualMachineInstancetype,VirtualMachineClusterInstancetype)";

  /** A kind and what takes its objects. */
  record Binding<W extends WireObject, D>(ResourceKind<W, D> kind, FeedSink<D> sink) {}

  private ClusterKinds() {}

  static List<Binding<?, ?>> all(ClusterLedger ledger, SharedValues shared) {
    MachineReader machines = new MachineReader(shared);
    RunReader runs = new RunReader(shared);
    PodReader pods = new PodReader(shared);
    ClaimReader claims = new ClaimReader(shared);
    DataVolumeReader dataVolumes = new DataVolumeReader(shared);
    return List.of(
        new Binding<>(
            required(Kinds.MACHINES, VirtualMachine.class, machines::read), ledger.machines()),
        new Binding<>(
            required(Kinds.RUNS, VirtualMachineInstance.class, runs::read), ledger.runs()),
        new Binding<>(
            new ResourceKind<>(
                Kinds.PODS, CORE, "kubevirt.io=virt-launcher", true, false, Pod.class, pods::read),
            ledger.pods()),
        new Binding<>(
            optional(CORE, Kinds.CLAIMS, null, PersistentVolumeClaim.class, claims::read),
            ledger.claims()),
        new Binding<>(
            optional(
                "apis/cdi.kubevirt.io/v1beta1",
                Kinds.DATA_VOLUMES,
                null,
                DataVolume.class,
                dataVolumes::read),
            ledger.dataVolumes()),
        new Binding<>(
            optional(CORE, Kinds.SERVICES, null, Service.class, ServiceReader::read),
            ledger.services()),
        new Binding<>(
            optional(
                "apis/discovery.k8s.io/v1",
                Kinds.SLICES,
                null,
                EndpointSlice.class,
                SliceReader::read),
            ledger.slices()),
        new Binding<>(
            optional(CORE, Kinds.NODES, null, Node.class, ServiceReader::read), ledger.nodes()),
        new Binding<>(
            optional(INSTANCETYPE, Kinds.INSTANCETYPES, null, Instancetype.class, SizeReader::read),
            ledger.instancetypes()),
        new Binding<>(
            optional(
                INSTANCETYPE,
                Kinds.CLUSTER_INSTANCETYPES,
                null,
                Instancetype.class,
                SizeReader::read),
            ledger.clusterInstancetypes()),
        new Binding<>(
            optional(
                "apis/apps/v1",
                Kinds.REVISIONS,
                PINNED_SIZES,
                ControllerRevision.class,
                SizeReader::read),
            ledger.revisions()));
  }

  private static <W extends WireObject, D> ResourceKind<W, D> required(
      String name, Class<W> wire, Function<W, @Nullable D> digest) {
    return new ResourceKind<>(name, KUBEVIRT, null, false, true, wire, digest);
  }

  private static <W extends WireObject, D> ResourceKind<W, D> optional(
      String group,
      String name,
      @Nullable String labelSelector,
      Class<W> wire,
      Function<W, @Nullable D> digest) {
    return new ResourceKind<>(name, group, labelSelector, false, false, wire, digest);
  }
}
