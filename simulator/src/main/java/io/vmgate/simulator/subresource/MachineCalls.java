package io.vmgate.simulator.subresource;

import io.vmgate.simulator.api.ObjectWrites;
import io.vmgate.simulator.api.StatusException;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.lifecycle.Guests;
import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.MachineStatus;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Start, stop and restart. They only record a wish, in {@code spec.runStrategy} or in {@code
 * status.stateChangeRequests}; the controllers do the rest. The order of the checks is the real
 * server's (KubeVirt: pkg/virt-api/rest/lifecycle.go).
 */
final class MachineCalls {
  private static final Set<String> STARTABLE = Set.of("Succeeded", "Failed", "Unknown", "");
  private static final String NOT_RUNNING = "VM is not running";
  private static final String RECOVERY =
      "VM recovery required: Volume migration failed, leaving some volumes pointing to non-consistent targets; manual"
          + " intervention is needed to reassign them to their original volumes.";

  private final ObjectStore store;
  private final ObjectWrites writes;
  private final Guests guests;

  MachineCalls(ObjectStore store, ObjectWrites writes, Guests guests) {
    this.store = store;
    this.writes = writes;
    this.guests = guests;
  }

  void start(String namespace, String name, Exchange exchange) {
    ObjectNode machine = machine(namespace, name);
    ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
    // An instance on its way out still counts: its name is taken until it is gone.
    if (instance != null && !STARTABLE.contains(Instances.phase(instance))) {
      throw conflict(name, "VM is already running");
    }
    if (Conditions.isTrue(machine, "ManualRecoveryRequired")) {
      throw conflict(name, RECOVERY);
    }
    CallBody body = CallBody.of(exchange, "StartOptions");
    boolean paused = body.flag("paused");
    boolean dryRun = body.isDryRun();
    String strategy = MachineStatus.strategy(machine);
    switch (strategy) {
      case "Always", "Once" ->
          throw conflict(name, strategy + " does not support manual start requests");
      case "Halted" -> {
        if (paused) {
          request(machine, dryRun, startRequest(true));
        } else {
          run(machine, true, dryRun);
        }
      }
      case "Manual", "RerunOnFailure" ->
          request(machine, dryRun, startRequests(name, strategy, instance, paused));
      default -> {}
    }
  }

  /** An instance that has ended is to be taken away first. */
  private static ObjectNode[] startRequests(
      String name, String strategy, @Nullable ObjectNode instance, boolean paused) {
    boolean rerun = strategy.equals("RerunOnFailure");
    if (instance != null && rerun && Instances.phase(instance).equals("Failed")) {
      throw conflict(name, "RerunOnFailure does not support starting VM from failed state");
    }
    if (instance == null || !Instances.isFinal(instance)) {
      return new ObjectNode[] {startRequest(paused)};
    }
    return new ObjectNode[] {stopRequest(instance), startRequest(paused)};
  }

  void stop(String namespace, String name, Exchange exchange) {
    CallBody body = CallBody.of(exchange, "StopOptions");
    OptionalLong grace = body.seconds("gracePeriod");
    boolean dryRun = body.isDryRun();
    ObjectNode machine = machine(namespace, name);
    ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
    boolean active = instance != null && !Instances.isFinal(instance);
    if (active && grace.isPresent() && !dryRun) {
      guests.gracePeriod(namespace, name, grace.getAsLong());
    }
    String strategy = MachineStatus.strategy(machine);
    switch (strategy) {
      case "Always", "Once" -> run(machine, false, dryRun);
      case "Halted", "Manual", "RerunOnFailure" -> {
        if (instance == null || !active) {
          throw conflict(name, NOT_RUNNING);
        }
        if (strategy.equals("Halted") && !isShorter(grace, instance)) {
          throw conflict(
              name, "Halted only supports manual stop requests with a shorter graceperiod");
        }
        request(machine, dryRun, stopRequest(instance));
      }
      default -> {}
    }
  }

  private static boolean isShorter(OptionalLong grace, ObjectNode instance) {
    JsonNode present = Json.at(instance, "spec", "terminationGracePeriodSeconds");
    return grace.isPresent() && (!present.isNumber() || grace.getAsLong() < present.longValue(0));
  }

  void restart(String namespace, String name, Exchange exchange) {
    CallBody body = CallBody.of(exchange, "RestartOptions");
    OptionalLong grace = body.seconds("gracePeriodSeconds");
    boolean dryRun = body.isDryRun();
    if (grace.orElse(0) > 0) {
      throw StatusException.badRequest(
          "For force restart, only gracePeriod=0 is supported for now");
    }
    if (grace.orElse(0) < 0) {
      throw StatusException.badRequest("gracePeriod has to be greater or equal to 0");
    }
    ObjectNode machine = machine(namespace, name);
    if (Conditions.isTrue(machine, "VolumesChange")) {
      throw conflict(name, RECOVERY);
    }
    String strategy = MachineStatus.strategy(machine);
    if (strategy.equals("Halted") || strategy.equals("Once")) {
      throw conflict(name, "RunStategy " + strategy + " does not support manual restart requests");
    }
    ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
    if (instance == null) {
      throw conflict(name, "VM is not running: Halted");
    }
    // The real server sets this before it looks for queued requests, too.
    if (grace.isPresent() && !dryRun) {
      guests.gracePeriod(namespace, name, 1);
    }
    request(machine, dryRun, stopRequest(instance), startRequest(false));
  }

  private ObjectNode machine(String namespace, String name) {
    ObjectNode machine = store.read(ResourceTypes.VM, namespace, name);
    if (machine == null) {
      throw StatusException.callNotFound(ResourceTypes.VM, name);
    }
    return machine;
  }

  private void run(ObjectNode machine, boolean always, boolean dryRun) {
    change(machine, ObjectWrites.Part.WHOLE, dryRun, present -> MachineStatus.run(present, always));
  }

  /** Queue requests; a lone stop takes the place of what is queued, anything else must wait. */
  private void request(ObjectNode machine, boolean dryRun, ObjectNode... requests) {
    boolean loneStop = requests.length == 1 && Json.text(requests[0], "action").equals("Stop");
    if (!Json.at(machine, "status", "stateChangeRequests").isEmpty() && !loneStop) {
      throw StatusException.internal("unable to complete request: stop/start already underway");
    }
    change(
        machine,
        ObjectWrites.Part.STATUS,
        dryRun,
        present -> {
          ArrayNode list = Json.child(present, "status").putArray("stateChangeRequests");
          for (ObjectNode request : requests) {
            list.add(request);
          }
        });
  }

  /** Write a machine; what a webhook says against it becomes an internal error, as in KubeVirt. */
  private void change(
      ObjectNode machine,
      ObjectWrites.Part part,
      boolean dryRun,
      java.util.function.Consumer<ObjectNode> edit) {
    try {
      var _ =
          writes.change(
              ResourceTypes.VM,
              Json.namespace(machine),
              Json.name(machine),
              part,
              dryRun,
              present -> {
                edit.accept(present);
                return present;
              });
    } catch (StatusException refusal) {
      throw StatusException.internal(Json.text(refusal.body(), "message"));
    }
  }

  private static ObjectNode startRequest(boolean paused) {
    ObjectNode request = Json.object().put("action", "Start");
    if (paused) {
      request.putObject("data").put("paused", "true");
    }
    return request;
  }

  private static ObjectNode stopRequest(ObjectNode instance) {
    return Json.object().put("action", "Stop").put("uid", Json.uid(instance));
  }

  private static StatusException conflict(String name, String why) {
    return StatusException.callConflict(ResourceTypes.VM, name, why);
  }
}
