package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.cluster.Metadata.OwnerReference;
import io.vmgate.kubevirt.vm.model.ControllerRevision;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Domain;
import io.vmgate.kubevirt.vm.model.InstanceSpec.HugePages;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Memory;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Resources;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Topology;
import io.vmgate.kubevirt.vm.model.Instancetype;
import org.jspecify.annotations.Nullable;

/** Reads how many processors and how much memory a machine has. */
public final class SizeReader {
  private SizeReader() {}

  /** Reduce an instancetype. */
  public static SizeDigest read(Instancetype instancetype) {
    return read(instancetype, null);
  }

  /** Reduce the pinned copy of an instancetype. */
  public static SizeDigest read(ControllerRevision revision) {
    OwnerReference owner = revision.metadata().owner("VirtualMachine");
    Instancetype pinned = revision.data();
    String machine = owner == null ? null : owner.name();
    return pinned == null ? new SizeDigest(null, null, machine) : read(pinned, machine);
  }

  /** Count the processors of a specification, as KubeVirt's webhook would fill them in. */
  static int vCpus(Domain domain) {
    Topology topology = domain.cpu();
    if (topology != null && topology.isGiven()) {
      return topology.vCpus();
    }
    Resources resources = domain.resources();
    Integer limit = Quantity.processors(resources.limits().get("cpu"));
    Integer count = limit == null ? Quantity.processors(resources.requests().get("cpu")) : limit;
    return count == null ? 1 : count;
  }

  /** Tell the guest's memory by a specification; null when it says nothing. */
  static @Nullable Long memoryBytes(Domain domain) {
    Memory memory = domain.memory();
    Resources resources = domain.resources();
    return first(
        memory == null ? null : memory.guest(),
        resources.requests().get("memory"),
        resources.limits().get("memory"),
        pageSize(memory));
  }

  /** Read the first that is a quantity. */
  static @Nullable Long first(@Nullable String... quantities) {
    for (String quantity : quantities) {
      Long bytes = Quantity.wholeNumber(quantity);
      if (bytes != null) {
        return bytes;
      }
    }
    return null;
  }

  private static SizeDigest read(Instancetype instancetype, @Nullable String machineName) {
    Instancetype.Spec spec = instancetype.spec();
    Instancetype.Cpu cpu = spec == null ? null : spec.cpu();
    Instancetype.Memory memory = spec == null ? null : spec.memory();
    return new SizeDigest(
        cpu == null ? null : cpu.guest(),
        memory == null ? null : Quantity.wholeNumber(memory.guest()),
        machineName);
  }

  private static @Nullable String pageSize(@Nullable Memory memory) {
    HugePages pages = memory == null ? null : memory.hugepages();
    return pages == null ? null : pages.pageSize();
  }
}
