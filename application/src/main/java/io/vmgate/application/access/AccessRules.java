package io.vmgate.application.access;

import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.domain.vm.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Says what may be published. */
final class AccessRules {
  /** How many node ports are tried before a tenant's own range counts as used up. */
  static final int CHOICES = 20;

  private final PortRange nodePortsOfCluster;
  private final RandomGenerator chance;

  AccessRules(PortRange nodePortsOfCluster, RandomGenerator chance) {
    this.nodePortsOfCluster = nodePortsOfCluster;
    this.chance = chance;
  }

  /**
   * Ports with those on the nodes that the platform chose itself.
   *
   * @param chosen their indexes
   */
  record ChosenPorts(List<PortMapping> ports, Set<Integer> chosen) {
    ChosenPorts {
      ports = List.copyOf(ports);
      chosen = Set.copyOf(chosen);
    }
  }

  /**
   * Refuse what the tenant may not have, and what is over before it begins.
   *
   * @throws io.vmgate.domain.FailureException {@link InvalidFields}, with all of it
   */
  void check(AccessRequest request, AccessQuota quota, Instant now) {
    List<FieldError> errors = new ArrayList<>();
    if (!quota.types().contains(request.type())) {
      String allowed =
          quota.types().stream()
              .sorted()
              .map(ServiceType::wireName)
              .collect(Collectors.joining(", "));
      errors.add(new FieldError("serviceType", FieldReason.NOT_ONE_OF, List.of(allowed)));
    }
    for (int i = 0; i < request.ports().size(); i++) {
      Integer nodePort = request.ports().get(i).nodePort();
      if (nodePort != null && !quota.nodePorts().contains(nodePort)) {
        errors.add(
            new FieldError(
                "ports[" + i + "].nodePort",
                FieldReason.OUT_OF_RANGE,
                List.of(quota.nodePorts().first(), quota.nodePorts().last())));
      }
    }
    Expiry expiry = request.expiry();
    if (expiry != null && !expiry.from(now).isAfter(now)) {
      errors.add(new FieldError("extra.expireTime", FieldReason.PAST, List.of()));
    }
    if (!errors.isEmpty()) {
      throw new InvalidFields(errors).toException();
    }
  }

  /**
   * Refuse a machine that no service can reach. One that tells of no card at all has the pod
   * network: KubeVirt gives it one.
   *
   * @throws io.vmgate.domain.FailureException {@link AccessFailure.NoPodNetwork}
   */
  static void requirePodNetwork(Vm vm) {
    boolean hasCards = !vm.networkInterfaces().isEmpty();
    boolean hasPodCard =
        vm.networkInterfaces().stream().anyMatch(card -> card.type() == NetworkType.POD);
    if (hasCards && !hasPodCard) {
      throw new AccessFailure.NoPodNetwork().toException();
    }
  }

  /**
   * Choose the node ports that are left open, where the tenant may have only some of the cluster's;
   * elsewhere the cluster knows best which are free.
   */
  ChosenPorts choose(AccessRequest request, AccessQuota quota) {
    if (!request.type().hasNodePorts() || quota.nodePorts().equals(nodePortsOfCluster)) {
      return new ChosenPorts(request.ports(), Set.of());
    }
    Set<Integer> taken = new HashSet<>();
    request.ports().forEach(port -> taken.add(port.nodePort() == null ? 0 : port.nodePort()));
    List<PortMapping> ports = new ArrayList<>();
    Set<Integer> chosen = new HashSet<>();
    for (PortMapping port : request.ports()) {
      Integer nodePort = port.nodePort();
      if (nodePort == null) {
        nodePort = anyOf(quota.nodePorts(), taken);
        taken.add(nodePort);
        chosen.add(ports.size());
      }
      ports.add(
          new PortMapping(port.name(), port.transport(), port.port(), port.targetPort(), nodePort));
    }
    return new ChosenPorts(ports, chosen);
  }

  /** Choose one of a range, if possible not one of those. */
  private int anyOf(PortRange range, Set<Integer> others) {
    int port = range.first();
    for (int tries = 0; tries < CHOICES; tries++) {
      port = range.first() + chance.nextInt(range.last() - range.first() + 1);
      if (!others.contains(port)) {
        break;
      }
    }
    return port;
  }
}
