package io.vmgate.simulator;

import io.vmgate.simulator.store.Json;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Makes instances that were switched on long ago. */
final class Guests {
  private Guests() {}

  static ObjectNode instance(String name, String phase, Consumer<ObjectNode> oddity) {
    ObjectNode instance =
        Json.parseObject(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance",
             "metadata":{"namespace":"default","generation":1,"creationTimestamp":"2026-09-01T08:00:00Z",
               "finalizers":["kubevirt.io/virtualMachineControllerFinalize"]},
             "spec":{"terminationGracePeriodSeconds":180,
               "domain":{"memory":{"guest":"1Gi"},"devices":{}}},
             "status":{"nodeName":"node-a","interfaces":[{"name":"default","ipAddress":"10.244.9.9"}],
               "phaseTransitionTimestamps":[
                 {"phase":"Running","phaseTransitionTimestamp":"2026-09-01T08:00:09Z"}]}}
            """);
    Json.metadata(instance).put("name", name).put("uid", "guest-of-" + name);
    Json.child(instance, "status").put("phase", phase);
    Json.child(Json.child(instance, "status"), "activePods")
        .removeAll()
        .put("pod-of-" + name, "node-a");
    oddity.accept(instance);
    return instance;
  }

  /** Make the machine of such an instance, with an annotation. */
  static ObjectNode machine(String name, String annotation, String value) {
    ObjectNode machine =
        Json.parseObject(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine",
             "metadata":{"namespace":"default","generation":1},
             "spec":{"runStrategy":"Manual",
               "template":{"spec":{"domain":{"memory":{"guest":"1Gi"},"devices":{}}}}},
             "status":{"runStrategy":"Manual"}}
            """);
    Json.metadata(machine).put("name", name).put("uid", "uid-of-" + name);
    Json.child(Json.metadata(machine), "annotations").put(annotation, value);
    return machine;
  }

  /** Make the pod in which such an instance runs; calls that go to its node need one. */
  static ObjectNode pod(String name) {
    ObjectNode pod =
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default"},
             "spec":{"nodeName":"node-a"},"status":{"phase":"Running","podIP":"10.244.9.9"}}
            """);
    Json.metadata(pod).put("name", "launcher-" + name).put("uid", "pod-of-" + name);
    Json.child(Json.metadata(pod), "labels").put("kubevirt.io/created-by", "guest-of-" + name);
    return pod;
  }
}
