package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.MachineDigest.SizeName;
import io.vmgate.kubevirt.vm.digest.SizeDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps instancetypes and the copies that machines pinned of them. For the writer thread alone.
 *
 * <p>A machine has the size of its copy, whatever became of the instancetype since.
 */
final class Sizes {
  private final Machines machines;
  private final Touched touched;
  private final Kind ofNamespaces = new Kind((name, size) -> touchUsers(name.name(), false));
  private final Kind ofCluster = new Kind((name, size) -> touchUsers(name.name(), true));
  private final Kind revisions = new Kind(this::touchOwner);

  Sizes(Machines machines, Touched touched) {
    this.machines = machines;
    this.touched = touched;
  }

  Kind ofNamespaces() {
    return ofNamespaces;
  }

  Kind ofCluster() {
    return ofCluster;
  }

  Kind revisions() {
    return revisions;
  }

  /** Find the size of a machine; null when it has no instancetype or the cluster does not tell. */
  @Nullable SizeDigest find(MachineDigest machine) {
    SizeName wanted = machine.instancetype();
    if (wanted == null) {
      return null;
    }
    String namespace = machine.name().namespace();
    String revision = wanted.revision();
    SizeDigest pinned =
        revision == null ? null : revisions.sizes.get(new ObjectName(namespace, revision));
    if (pinned != null) {
      return pinned;
    }
    return wanted.clusterWide()
        ? ofCluster.sizes.get(new ObjectName("", wanted.name()))
        : ofNamespaces.sizes.get(new ObjectName(namespace, wanted.name()));
  }

  private void touchUsers(String name, boolean clusterWide) {
    machines.touchWhere(
        machine -> {
          SizeName wanted = machine.digest() == null ? null : machine.digest().instancetype();
          return wanted != null
              && wanted.clusterWide() == clusterWide
              && wanted.name().equals(name);
        });
  }

  private void touchOwner(ObjectName name, SizeDigest size) {
    String owner = size.machineName();
    if (owner != null) {
      touched.machine(new VmName(name.namespace(), owner));
      return;
    }
    machines.touchWhere(
        name.namespace(),
        machine -> {
          SizeName wanted = machine.digest() == null ? null : machine.digest().instancetype();
          return wanted != null && name.name().equals(wanted.revision());
        });
  }

  /** Takes one kind of size. */
  static final class Kind implements FeedSink<SizeDigest> {
    private final Map<ObjectName, SizeDigest> sizes = new HashMap<>();
    private final BiConsumer<ObjectName, SizeDigest> changed;

    private Kind(BiConsumer<ObjectName, SizeDigest> changed) {
      this.changed = changed;
    }

    int size() {
      return sizes.size();
    }

    @Override
    public void replaced(Map<ObjectName, SizeDigest> objects) {
      List<ObjectName> gone =
          sizes.keySet().stream().filter(name -> !objects.containsKey(name)).toList();
      gone.forEach(name -> removed(name, null));
      objects.forEach(this::put);
    }

    @Override
    public void put(ObjectName name, SizeDigest size) {
      if (!size.equals(sizes.put(name, size))) {
        changed.accept(name, size);
      }
    }

    @Override
    public void removed(ObjectName name, @Nullable SizeDigest last) {
      SizeDigest old = sizes.remove(name);
      if (old != null) {
        changed.accept(name, old);
      }
    }
  }
}
