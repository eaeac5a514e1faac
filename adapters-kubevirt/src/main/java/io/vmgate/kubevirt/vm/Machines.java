package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.PodDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps machines, their runs and their pods by name. For the writer thread alone. */
final class Machines {
  private final Map<String, Map<String, Machine>> byNamespace = new HashMap<>();
  private final Claims claims;
  private final Touched touched;
  private final Digests digests = new Digests();
  private final Runs runs = new Runs();
  private final Pods pods = new Pods();

  Machines(Claims claims, Touched touched) {
    this.claims = claims;
    this.touched = touched;
  }

  Digests digests() {
    return digests;
  }

  Runs runs() {
    return runs;
  }

  Pods pods() {
    return pods;
  }

  @Nullable Machine find(VmName name) {
    Map<String, Machine> named = byNamespace.get(name.namespace());
    return named == null ? null : named.get(name.name());
  }

  void forEach(Consumer<Machine> action) {
    byNamespace.values().forEach(named -> named.values().forEach(action));
  }

  /** Touch the machines of a namespace that this holds for. */
  void touchWhere(String namespace, Predicate<Machine> condition) {
    byNamespace
        .getOrDefault(namespace, Map.of())
        .forEach(
            (name, machine) -> {
              if (condition.test(machine)) {
                touched.machine(new VmName(namespace, name));
              }
            });
  }

  /** Touch the machine of this name if this holds for it. */
  void touchIf(VmName name, Predicate<Machine> condition) {
    Machine machine = find(name);
    if (machine != null && condition.test(machine)) {
      touched.machine(name);
    }
  }

  /** Touch the machines that this holds for, wherever they are. */
  void touchWhere(Predicate<Machine> condition) {
    byNamespace.keySet().forEach(namespace -> touchWhere(namespace, condition));
  }

  private Machine place(ObjectName name) {
    return byNamespace
        .computeIfAbsent(name.namespace(), any -> new HashMap<>())
        .computeIfAbsent(name.name(), Machine::new);
  }

  private @Nullable Machine find(ObjectName name) {
    return find(new VmName(name.namespace(), name.name()));
  }

  /** Change a machine, keep the book of who uses which claim, and note that it was touched. */
  private void change(ObjectName name, Machine machine, Runnable change) {
    VmName vmName = new VmName(name.namespace(), machine.name());
    Set<String> before = machine.claims();
    change.run();
    claims.used(vmName, before, machine.claims());
    touched.machine(vmName);
    if (machine.isEmpty()) {
      Map<String, Machine> named = byNamespace.get(name.namespace());
      if (named != null && named.remove(name.name()) != null && named.isEmpty()) {
        byNamespace.remove(name.namespace());
      }
    }
  }

  private List<ObjectName> namesWhere(Predicate<Machine> condition) {
    List<ObjectName> names = new ArrayList<>();
    byNamespace.forEach(
        (namespace, named) ->
            named.forEach(
                (name, machine) -> {
                  if (condition.test(machine)) {
                    names.add(new ObjectName(namespace, name));
                  }
                }));
    return names;
  }

  /** Takes VirtualMachines. */
  final class Digests implements FeedSink<MachineDigest> {
    private int size;

    int size() {
      return size;
    }

    @Override
    public void replaced(Map<ObjectName, MachineDigest> objects) {
      for (ObjectName known : namesWhere(machine -> machine.digest() != null)) {
        if (!objects.containsKey(known)) {
          removed(known, null);
        }
      }
      objects.forEach(this::put);
    }

    @Override
    public void put(ObjectName name, MachineDigest digest) {
      Machine machine = place(name);
      MachineDigest old = machine.digest();
      if (digest.equals(old)) {
        return;
      }
      if (old == null) {
        size++;
      } else if (!old.id().equals(digest.id())) {
        // Deleted and made anew under the same name while nobody was looking.
        touched.removed(old.id());
      }
      change(name, machine, () -> machine.digest(digest));
    }

    @Override
    public void removed(ObjectName name, @Nullable MachineDigest last) {
      Machine machine = find(name);
      MachineDigest old = machine == null ? null : machine.digest();
      if (machine != null && old != null) {
        size--;
        touched.removed(old.id());
        change(name, machine, () -> machine.digest(null));
      }
    }
  }

  /** Takes VirtualMachineInstances. */
  final class Runs implements FeedSink<RunDigest> {
    private int size;

    int size() {
      return size;
    }

    @Override
    public void replaced(Map<ObjectName, RunDigest> objects) {
      for (ObjectName known : namesWhere(machine -> machine.run() != null)) {
        if (!objects.containsKey(known)) {
          removed(known, null);
        }
      }
      objects.forEach(this::put);
    }

    @Override
    public void put(ObjectName name, RunDigest run) {
      Machine machine = place(name);
      if (!run.equals(machine.run())) {
        size += machine.run() == null ? 1 : 0;
        change(name, machine, () -> machine.run(run));
      }
    }

    @Override
    public void removed(ObjectName name, @Nullable RunDigest last) {
      Machine machine = find(name);
      if (machine != null && machine.run() != null) {
        size--;
        change(name, machine, () -> machine.run(null));
      }
    }
  }

  /** Takes launcher pods, which are kept under the name of their machine. */
  final class Pods implements FeedSink<PodDigest> {
    private int size;

    int size() {
      return size;
    }

    @Override
    public void replaced(Map<ObjectName, PodDigest> objects) {
      Set<UUID> uids = new HashSet<>();
      objects.values().forEach(pod -> uids.add(pod.uid()));
      for (ObjectName name : namesWhere(machine -> !machine.pods().isEmpty())) {
        for (PodDigest pod : Objects.requireNonNull(find(name)).pods()) {
          if (!uids.contains(pod.uid())) {
            removed(name, pod);
          }
        }
      }
      objects.forEach(this::put);
    }

    @Override
    public void put(ObjectName name, PodDigest pod) {
      ObjectName machineName = new ObjectName(name.namespace(), pod.machineName());
      Machine machine = place(machineName);
      int before = machine.pods().size();
      if (machine.putPod(pod)) {
        size += machine.pods().size() - before;
        change(machineName, machine, () -> {});
      }
    }

    @Override
    public void removed(ObjectName name, @Nullable PodDigest last) {
      if (last == null) {
        return;
      }
      ObjectName machineName = new ObjectName(name.namespace(), last.machineName());
      Machine machine = find(machineName);
      if (machine != null && machine.removePod(last.uid())) {
        size--;
        change(machineName, machine, () -> {});
      }
    }
  }
}
