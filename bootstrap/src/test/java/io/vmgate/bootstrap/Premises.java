package io.vmgate.bootstrap;

import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import tools.jackson.databind.node.ObjectNode;

/**
 * What production platforms stand on, and outlive here: a cluster behind a gate, a database, and a
 * tenant whose user Ann may do everything.
 */
final class Premises implements AutoCloseable {
  private static final int MACHINES = 300;
  private static final String PASSWORD = "first password";

  private final Path folder;
  private final Map<String, String> settings;
  private final Simulator cluster;
  private final ClusterGate gate;
  private final Deque<PlatformProcess> replicas = new ConcurrentLinkedDeque<>();

  /** Prepare; {@code url} leads to an empty database that the role owns. */
  Premises(Path folder, String url, String role, String password) throws IOException {
    this.folder = folder;
    this.cluster =
        Simulator.start(SimulatorOptions.in(folder.resolve("cluster")).withMachines(MACHINES));
    this.gate = new ClusterGate(cluster);
    Path tenants = folder.resolve("tenants.json");
    Files.writeString(
        tenants,
        """
        {"tenants":[{"tenantId":"acme",
          "namespaces":["shop","shop-staging","payments","research","render-farm"],
          "users":[{"username":"ann","password":"%s","roles":["operator"]}]}]}
        """
            .formatted(PASSWORD));
    this.settings =
        Map.of(
            "VMGATE_DATABASE_URL",
            url,
            "VMGATE_DATABASE_USER",
            role,
            "VMGATE_DATABASE_PASSWORD",
            password,
            "VMGATE_DATABASE_CONNECTIONS",
            "30",
            "VMGATE_KUBECONFIG",
            gate.kubeconfig(folder).toString(),
            "VMGATE_TENANTS_FILE",
            tenants.toString(),
            "VMGATE_TASK_CLUSTER_CALLS",
            "32");
  }

  Simulator cluster() {
    return cluster;
  }

  ClusterGate gate() {
    return gate;
  }

  /** Start a replica and wait until it listens, which does not need the cluster. */
  PlatformProcess startReplica() {
    try {
      PlatformProcess replica = PlatformProcess.startProduction(folder, settings);
      replicas.push(replica);
      return replica;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Talk to a replica as Ann. */
  Operator operator(PlatformProcess replica) {
    ApiClient api = new ApiClient(replica.url());
    return new Operator(api, api.token("acme", "ann", PASSWORD));
  }

  /** The run of a machine as the cluster knows it; empty when there is none. */
  String run(Operator.Machine machine) {
    ObjectNode run = cluster.store().read(ResourceTypes.VMI, machine.namespace(), machine.name());
    return run == null ? "" : Json.uid(run) + " " + Json.text(run, "status", "phase");
  }

  @Override
  public void close() throws InterruptedException {
    while (!replicas.isEmpty()) {
      replicas.pop().kill();
    }
    gate.close();
    cluster.close();
  }
}
