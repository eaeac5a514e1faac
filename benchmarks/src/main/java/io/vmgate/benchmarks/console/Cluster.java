package io.vmgate.benchmarks.console;

import io.vmgate.benchmarks.cluster.RawCluster;
import io.vmgate.benchmarks.console.Route.Machine;
import io.vmgate.benchmarks.console.Route.Mode;
import io.vmgate.simulator.SimulatorMain;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The upstream of everything: a simulated cluster in a process of its own. */
final class Cluster implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MODE = "simulator.vmgate.io/console";

  private final Program program;
  private final Path kubeconfig;
  private final RawCluster api;
  private final List<Machine> running;
  private final Map<String, Machine> taken = new HashMap<>();

  private Cluster(Program program, Path kubeconfig)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.program = program;
    this.kubeconfig = kubeconfig;
    this.api = new RawCluster(kubeconfig);
    this.running = runningMachines();
  }

  static Cluster start(Path folder, int machines)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path data = folder.resolve("cluster");
    Program program =
        Program.start(
            "cluster",
            folder,
            Map.of(),
            List.of(
                Program.java(),
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                "--port",
                "0",
                "--data",
                data.toString(),
                "--vms",
                String.valueOf(machines)));
    try {
      program.awaitWords("kubeconfig:");
      return new Cluster(program, data.resolve("kubeconfig"));
    } catch (RuntimeException failed) {
      program.close();
      throw failed;
    }
  }

  private List<Machine> runningMachines() throws IOException, InterruptedException {
    Set<String> guests = new HashSet<>();
    for (JsonNode instance : list("virtualmachineinstances")) {
      if (instance.path("status").path("phase").asString().equals("Running")) {
        guests.add(key(instance));
      }
    }
    List<Machine> machines = new ArrayList<>();
    for (JsonNode machine : list("virtualmachines")) {
      boolean runs =
          machine.path("status").path("printableStatus").asString().equals("Running")
              && guests.contains(key(machine));
      if (runs) {
        JsonNode metadata = machine.path("metadata");
        machines.add(
            new Machine(
                metadata.path("uid").asString(),
                metadata.path("namespace").asString(),
                metadata.path("name").asString()));
      }
    }
    return machines;
  }

  private static String key(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return metadata.path("namespace").asString() + "/" + metadata.path("name").asString();
  }

  private JsonNode list(String resource) throws IOException, InterruptedException {
    return JSON.readTree(api.get("/apis/kubevirt.io/v1/" + resource)).path("items");
  }

  /** The namespaces that have machines. */
  List<String> namespaces() {
    return running.stream().map(Machine::namespace).distinct().sorted().toList();
  }

  /** A machine for nobody but this purpose, the same at each call. */
  Machine machineFor(String purpose, Mode mode) throws IOException, InterruptedException {
    Machine machine = taken.get(purpose);
    if (machine == null) {
      machine = running.removeLast();
      taken.put(purpose, machine);
    }
    api.annotate(machine.namespace(), machine.name(), MODE, mode.word());
    return machine;
  }

  /** Bytes that all consoles have had of their clients so far. */
  long bytesFromClients() throws IOException, InterruptedException {
    return JSON.readTree(api.get("/simulator/stats")).path("streamBytesFromClients").asLong();
  }

  RawCluster api() {
    return api;
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  Program program() {
    return program;
  }

  @Override
  public void close() {
    api.close();
    program.close();
  }
}
