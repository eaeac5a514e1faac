package io.vmgate.domain.access;

import io.vmgate.domain.Failure;

/** Refuse something about an access service. */
public sealed interface AccessFailure extends Failure {
  /** No service of this id leads to the machine. */
  record NotFound(String id) implements AccessFailure {}

  /** Others made it, so the platform leaves it alone. */
  record NotOurs(String name) implements AccessFailure {}

  /** The namespace has a service of this name. */
  record NameTaken(String name) implements AccessFailure {}

  /**
   * Another service has this port on the nodes.
   *
   * @param index of the port in the request
   */
  record NodePortTaken(int index, int nodePort) implements AccessFailure {}

  /** No port is free of those that the tenant may have on the nodes. */
  record NodePortsUsedUp(PortRange range) implements AccessFailure {}

  /** The machine has secondary networks only, and a Service leads to the pod network. */
  record NoPodNetwork() implements AccessFailure {}

  /** The tenant has as many services as it may. */
  record QuotaReached(int most) implements AccessFailure {}
}
