package io.vmgate.kubevirt.vm;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.MachineLabel;
import io.vmgate.kubevirt.vm.digest.NodeDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest.Owner;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes Services, what is behind them, and nodes; touches the machines they matter to. */
final class ServiceShelf implements FeedSink<ServiceDigest> {
  private final Services services = new Services();
  private final Slices slices = new Slices(this::touchReachedBy, this::touchAll);
  private final Nodes nodes = new Nodes();
  private final Machines machines;
  private @Nullable String publicHost;
  private boolean areKnown;

  ServiceShelf(Machines machines) {
    this.machines = machines;
  }

  void publicHost(@Nullable String host) {
    publicHost = host;
  }

  Nodes nodes() {
    return nodes;
  }

  Slices slices() {
    return slices;
  }

  int size() {
    return services.size();
  }

  /** Join the Services that lead to this machine, in the order of {@link ServiceDigest#FIRST}. */
  List<AccessService> leadingTo(MachineDigest machine, @Nullable RunDigest run) {
    List<ServiceDigest> leading = services.leadingTo(machine, run);
    return leading.isEmpty()
        ? List.of()
        : leading.stream().map(service -> join(service, machine, run)).toList();
  }

  private AccessService join(
      ServiceDigest service, MachineDigest machine, @Nullable RunDigest run) {
    List<String> ready = slices.ready(new ObjectName(machine.name().namespace(), service.name()));
    return new AccessService(
        service.id(),
        service.name(),
        service.type(),
        machine.id(),
        machine.name(),
        service.ports(),
        host(service, run),
        ready,
        slices.readiness(ready),
        service.createdAt(),
        service.isOwnedBy(machine.id().value()) ? service.terms() : null);
  }

  private @Nullable String host(ServiceDigest service, @Nullable RunDigest run) {
    if (service.type() != ServiceType.NODE_PORT) {
      return service.host();
    }
    // What stands in front of several nodes leads to any of them, and only one answers.
    if (service.onItsNodeOnly() && (publicHost == null || nodes.areSeveral())) {
      return nodes.hostOf(run);
    }
    return publicHost == null ? nodes.host : publicHost;
  }

  @Override
  public void replaced(Map<ObjectName, ServiceDigest> objects) {
    List<ObjectName> gone =
        services.all().keySet().stream().filter(name -> !objects.containsKey(name)).toList();
    gone.forEach(name -> removed(name, null));
    objects.forEach(this::put);
    areKnown = true;
  }

  @Override
  public void absent() {
    replaced(Map.of());
    areKnown = false;
  }

  /** Whether the cluster shows its Services. */
  boolean areKnown() {
    return areKnown;
  }

  @Override
  public void put(ObjectName name, ServiceDigest service) {
    ServiceDigest old = services.find(name);
    if (service.equals(old)) {
      return;
    }
    services.put(name, service);
    touchReachedBy(name.namespace(), service);
    if (old != null) {
      touchReachedBy(name.namespace(), old);
    }
  }

  @Override
  public void removed(ObjectName name, @Nullable ServiceDigest last) {
    ServiceDigest old = services.find(name);
    if (old != null) {
      services.remove(name);
      touchReachedBy(name.namespace(), old);
    }
  }

  private void touchReachedBy(ObjectName name) {
    ServiceDigest service = services.find(name);
    if (service != null) {
      touchReachedBy(name.namespace(), service);
    }
  }

  /** Almost every Service names its machine; for any other the whole namespace is gone through. */
  private void touchReachedBy(String namespace, ServiceDigest service) {
    Predicate<Machine> isReached =
        machine -> {
          MachineDigest digest = machine.digest();
          return digest != null
              && new PodLabels(digest, machine.currentRun()).areReachedBy(service);
        };
    String label = service.selector().get(PodLabels.MACHINE);
    boolean isNamed =
        label == null ? service.selector().isEmpty() : label.length() < MachineLabel.MOST;
    if (!isNamed) {
      machines.touchWhere(namespace, isReached);
      return;
    }
    Owner owner = service.owner();
    if (label != null) {
      machines.touchIf(new VmName(namespace, label), isReached);
    }
    if (owner != null && !owner.name().equals(label)) {
      machines.touchIf(new VmName(namespace, owner.name()), isReached);
    }
  }

  private void touchAll() {
    machines.touchWhere(machine -> machine.digest() != null);
  }

  /** Takes nodes; what matters of them is where NodePorts are reached. */
  final class Nodes implements FeedSink<NodeDigest> {
    private final Map<String, NodeDigest> byName = new TreeMap<>();
    private @Nullable String host;
    private long ready;

    int size() {
      return byName.size();
    }

    @Override
    public void replaced(Map<ObjectName, NodeDigest> objects) {
      Map<String, NodeDigest> before = new TreeMap<>(byName);
      byName.clear();
      objects.forEach((name, node) -> byName.put(name.name(), node));
      changed(!byName.equals(before));
    }

    @Override
    public void put(ObjectName name, NodeDigest node) {
      changed(!node.equals(byName.put(name.name(), node)));
    }

    @Override
    public void removed(ObjectName name, @Nullable NodeDigest last) {
      changed(byName.remove(name.name()) != null);
    }

    /** Whether a connection may arrive at another node than the one that is meant. */
    private boolean areSeveral() {
      return !byName.isEmpty() && ready != 1;
    }

    private @Nullable String hostOf(@Nullable RunDigest run) {
      String name = run == null ? null : run.nodeName();
      NodeDigest node = name == null ? null : byName.get(name);
      return node == null ? null : node.host();
    }

    /** Nodes report every few seconds; machines are only touched when something of it matters. */
    private void changed(boolean really) {
      if (really) {
        host = chooseHost();
        ready = byName.values().stream().filter(NodeDigest::ready).count();
        touchAll();
      }
    }

    /**
     * Take an external address if any ready node has one, else an internal one: of the oldest node,
     * so that addresses do not move when nodes come, and among those the first by name.
     */
    private @Nullable String chooseHost() {
      List<NodeDigest> ready =
          byName.values().stream()
              .filter(NodeDigest::ready)
              .sorted(Comparator.comparing(NodeDigest::createdAt))
              .toList();
      for (NodeDigest node : ready) {
        if (node.externalIp() != null) {
          return node.externalIp();
        }
      }
      for (NodeDigest node : ready) {
        if (node.internalIp() != null) {
          return node.internalIp();
        }
      }
      return null;
    }
  }
}
