package io.vmgate.kubevirt.vm;

import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Services and finds those that lead to a machine. For the writer thread alone.
 *
 * <p>A Service leads to a machine that owns it, or whose launcher pod its selector selects. Almost
 * all select by one machine's own label, so Services are kept by what they look for: a machine asks
 * for its own and for the few that select by other labels.
 */
final class Services {
  private static final String BY_OTHER_LABELS = "";

  private final Map<ObjectName, ServiceDigest> byName = new HashMap<>();
  private final Map<String, Map<Object, List<ServiceDigest>>> byTarget = new HashMap<>();

  int size() {
    return byName.size();
  }

  Map<ObjectName, ServiceDigest> all() {
    return byName;
  }

  @Nullable ServiceDigest find(ObjectName name) {
    return byName.get(name);
  }

  void put(ObjectName name, ServiceDigest service) {
    remove(name);
    byName.put(name, service);
    Map<Object, List<ServiceDigest>> targets =
        byTarget.computeIfAbsent(name.namespace(), any -> new HashMap<>());
    for (Object target : targets(service)) {
      targets.computeIfAbsent(target, any -> new ArrayList<>(1)).add(service);
    }
  }

  void remove(ObjectName name) {
    ServiceDigest old = byName.remove(name);
    Map<Object, List<ServiceDigest>> targets = byTarget.get(name.namespace());
    if (old == null || targets == null) {
      return;
    }
    for (Object target : targets(old)) {
      List<ServiceDigest> services = targets.getOrDefault(target, new ArrayList<>());
      services.remove(old);
      if (services.isEmpty()) {
        targets.remove(target);
      }
    }
  }

  /** Find the Services that lead to this machine, in the order of {@link ServiceDigest#FIRST}. */
  List<ServiceDigest> leadingTo(MachineDigest machine, @Nullable RunDigest run) {
    Map<Object, List<ServiceDigest>> targets = byTarget.get(machine.name().namespace());
    if (targets == null) {
      return List.of();
    }
    PodLabels labels = new PodLabels(machine, run);
    List<ServiceDigest> found =
        Stream.of(
                machine.id().value(),
                "id=" + labels.machineLabel(),
                "host=" + machine.hostname(),
                BY_OTHER_LABELS)
            .flatMap(target -> targets.getOrDefault(target, List.of()).stream())
            .distinct() // by owner and by selector
            .filter(labels::areReachedBy)
            .sorted(ServiceDigest.FIRST)
            .toList();
    return found.isEmpty() ? List.of() : found;
  }

  private static List<Object> targets(ServiceDigest service) {
    List<Object> targets = new ArrayList<>(2);
    if (service.owner() != null) {
      targets.add(service.owner().uid());
    }
    String machine = service.selector().get(PodLabels.MACHINE);
    String hostname = service.selector().get(PodLabels.HOSTNAME);
    if (machine != null) {
      targets.add("id=" + machine);
    } else if (hostname != null) {
      targets.add("host=" + hostname);
    } else if (!service.selector().isEmpty()) {
      targets.add(BY_OTHER_LABELS);
    }
    return targets;
  }
}
