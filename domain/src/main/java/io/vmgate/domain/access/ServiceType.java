package io.vmgate.domain.access;

import java.util.Arrays;
import java.util.Optional;

/** Say from where a service is reached. */
public enum ServiceType {
  /** From outside, at a port of every node. */
  NODE_PORT("NodePort"),
  /** From outside, at an address of its own. */
  LOAD_BALANCER("LoadBalancer"),
  /** From within the cluster only. */
  CLUSTER_IP("ClusterIP");

  private final String wireName;

  ServiceType(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract and in the cluster. */
  public String wireName() {
    return wireName;
  }

  /** Whether its ports are ports of the nodes too. */
  public boolean hasNodePorts() {
    return this != CLUSTER_IP;
  }

  /** Find the type of that word; empty when there is none. */
  public static Optional<ServiceType> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }
}
