package io.vmgate.simulator.subresource;

import io.vmgate.simulator.api.StatusException;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.lifecycle.Guests;
import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls that go to the node of a running guest: pause, unpause, reset, soft reboot. What they
 * ask for has happened when they answer.
 */
final class GuestCalls {
  private static final String RUNNING = "Running";

  private final ObjectStore store;
  private final Guests guests;

  GuestCalls(ObjectStore store, Guests guests) {
    this.store = store;
    this.guests = guests;
  }

  void pause(String namespace, String name, Exchange exchange) {
    boolean dryRun = CallBody.of(exchange, "PauseOptions").isDryRun();
    ObjectNode instance = instance(namespace, name);
    if (!Instances.phase(instance).equals(RUNNING)) {
      throw conflict(name, "VM is not running");
    }
    JsonNode probe = Json.at(instance, "spec", "livenessProbe");
    if (probe.isObject() && !probe.has("guestAgentPing")) {
      throw StatusException.callForbidden(
          ResourceTypes.VMI,
          name,
          "Pausing VMIs with a non-GuestAgentPing LivenessProbe is not supported");
    }
    if (isPaused(instance)) {
      throw conflict(name, "VMI is already paused");
    }
    if (!dryRun) {
      guests.pause(namespace, name);
    }
  }

  void unpause(String namespace, String name, Exchange exchange) {
    ObjectNode machine = store.read(ResourceTypes.VM, namespace, name);
    if (machine != null && !Json.text(machine, "status", "snapshotInProgress").isEmpty()) {
      throw StatusException.callConflict(ResourceTypes.VM, name, "VM snapshot is in progress");
    }
    boolean dryRun = CallBody.of(exchange, "UnpauseOptions").isDryRun();
    ObjectNode instance = instance(namespace, name);
    if (!Instances.phase(instance).equals(RUNNING)) {
      throw conflict(name, "VMI is not running");
    }
    if (!isPaused(instance)) {
      throw conflict(name, "VMI is not paused");
    }
    if (!dryRun) {
      guests.unpause(namespace, name);
    }
  }

  void softReboot(String namespace, String name, Exchange exchange) {
    ObjectNode instance = instance(namespace, name);
    if (!Instances.phase(instance).equals(RUNNING)) {
      throw conflict(name, "VM is not running");
    }
    if (isPaused(instance)) {
      throw conflict(name, "VMI is paused");
    }
    JsonNode acpi = Json.at(instance, "spec", "domain", "features", "acpi", "enabled");
    if (!Conditions.isTrue(instance, "AgentConnected") && !acpi.booleanValue(true)) {
      throw conflict(name, "VMI neither have the agent connected nor the ACPI feature enabled");
    }
    guests.softReboot(namespace, name);
  }

  void reset(String namespace, String name, Exchange exchange) {
    String phase = Instances.phase(instance(namespace, name));
    if (!phase.equals(RUNNING) && !phase.equals("Scheduled")) {
      throw StatusException.badRequest(
          "Failed to reset non-running VMI with phase "
              + phase
              + ": Unable to connect to VirtualMachineInstance because phase is "
              + phase
              + " instead of Running or Scheduled");
    }
    guests.reset(namespace, name);
  }

  private ObjectNode instance(String namespace, String name) {
    ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
    if (instance == null) {
      throw StatusException.callNotFound(ResourceTypes.VMI, name);
    }
    return instance;
  }

  private static boolean isPaused(ObjectNode instance) {
    return !Conditions.find(instance, "Paused").isMissingNode();
  }

  private static StatusException conflict(String name, String why) {
    return StatusException.callConflict(ResourceTypes.VMI, name, why);
  }
}
