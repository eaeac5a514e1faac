package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.PublishedService;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest;
import io.vmgate.kubevirt.vm.digest.ServiceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /**
   * Find the first Service that leads to this machine.
   *
   * @param nodeHost where NodePorts are reached; null while no node is ready
   * @param itsNodeHost where they are reached that answer on the machine's own node only; null
   *     while it runs on none
   */
  @Nullable PublishedService leadingTo(
      MachineDigest machine,
      @Nullable RunDigest run,
      @Nullable String nodeHost,
      @Nullable String itsNodeHost) {
    Map<Object, List<ServiceDigest>> targets = byTarget.get(machine.name().namespace());
    if (targets == null) {
      return null;
    }
    PodLabels labels = new PodLabels(machine, run);
    return Stream.of(
            machine.id().value(),
            "id=" + labels.machineLabel(),
            "host=" + machine.hostname(),
            BY_OTHER_LABELS)
        .flatMap(target -> targets.getOrDefault(target, List.of()).stream())
        .filter(service -> labels.areReachedBy(service))
        .min(ServiceDigest.FIRST)
        .map(service -> published(service, service.onItsNodeOnly() ? itsNodeHost : nodeHost))
        .orElse(null);
  }

  private static PublishedService published(ServiceDigest service, @Nullable String nodeHost) {
    String address = service.address();
    if (service.type().equals(ServiceDigest.NODE_PORT)
        && nodeHost != null
        && service.nodePort() > 0) {
      address = ServiceReader.hostAndPort(nodeHost, service.nodePort());
    }
    return new PublishedService(service.name(), service.type(), address);
  }

  private static List<Object> targets(ServiceDigest service) {
    List<Object> targets = new ArrayList<>(2);
    if (service.owner() != null) {
      targets.add(Objects.requireNonNull(service.owner()));
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
