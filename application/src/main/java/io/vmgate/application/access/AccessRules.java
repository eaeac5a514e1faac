package io.vmgate.application.access;

import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.vm.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Says what may be published. */
final class AccessRules {
  private final PortRange nodePortsOfCluster;
  private final RandomGenerator chance;

  AccessRules(PortRange nodePortsOfCluster, RandomGenerator chance) {
    this.nodePortsOfCluster = nodePortsOfCluster;
    this.chance = chance;
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
   * Refuse a machine that no service can reach.
   *
   * @throws io.vmgate.domain.FailureException {@link AccessFailure.NoPodNetwork}
   */
  static void requirePodNetwork(Vm vm) {
    if (!vm.hasPodNetwork()) {
      throw new AccessFailure.NoPodNetwork().toException();
    }
  }

  /**
   * Choose the node ports that are left open. A load balancer that only some may reach gets none
   * that were not asked for: they would be open to everybody.
   *
   * @param taken by services of the tenant
   */
  NodePortChoice choose(AccessRequest request, AccessQuota quota, Set<Integer> taken) {
    boolean hasNone =
        !request.type().hasNodePorts()
            || request.type() == ServiceType.LOAD_BALANCER && !request.allowFrom().isEmpty();
    return hasNone || quota.nodePorts().equals(nodePortsOfCluster)
        ? new NodePortChoice(request.ports())
        : new NodePortChoice(request.ports(), quota.nodePorts(), taken, chance);
  }
}
