package io.vmgate.domain.console;

/** Say why the cluster gives no line to a machine's console. */
public enum LineProblem {
  /** There is no run of the machine, or it has not come up yet, or has failed. */
  NOT_RUNNING("not-running"),
  /** The machine was defined without a graphics device. */
  NO_SCREEN("no-screen"),
  /** The machine was defined without a serial console. */
  NO_SERIAL("no-serial"),
  /** A paused machine answers nobody. */
  PAUSED("paused"),
  /** The machine has no network through which a server in the guest could be reached. */
  NO_NETWORK("no-network"),
  /** Nothing listens on the port in the guest. */
  NOBODY_LISTENS("nobody-listens"),
  /** The platform's own account in the cluster may not open consoles. */
  FORBIDDEN("forbidden"),
  /** The node or KubeVirt's part on it does not answer. */
  NODE_UNREACHABLE("node-unreachable"),
  /** The cluster's API does not answer. */
  CLUSTER_UNREACHABLE("cluster-unreachable"),
  /** The line opened but nobody spoke, or not the language of screens. */
  NO_GREETING("no-greeting"),
  /** The session has as many connections as one may have. */
  TOO_MANY_CHANNELS("too-many-channels"),
  /** Anything else; the cluster's words must do. */
  OTHER("other");

  private final String wireName;

  LineProblem(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the database and in metrics. */
  public String wireName() {
    return wireName;
  }
}
