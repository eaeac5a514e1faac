package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What virt-handler does to a guest when it is asked to (KubeVirt:
 * pkg/virt-handler/rest/lifecycle.go).
 *
 * <p>Nothing is checked here but that there is such an instance; if there is none, nothing happens.
 */
public final class Guests {
  private final ObjectStore store;
  private final Cluster cluster;
  private volatile BiConsumer<String, String> rebooted = (namespace, name) -> {};

  Guests(ObjectStore store, Cluster cluster) {
    this.store = store;
    this.cluster = cluster;
  }

  /** Say who is told the namespace and name of a guest that boots anew inside its instance. */
  public void onReboot(BiConsumer<String, String> listener) {
    rebooted = listener;
  }

  /** Pause a running guest; its launcher pod leaves the services that select it. */
  public void pause(String namespace, String name) {
    withGuest(
        namespace,
        name,
        (instance, pod) -> {
          changePod(pod, p -> Pods.paused(p, true, cluster.now()));
          changeInstance(instance, i -> Instances.paused(i, cluster.now()));
          event(instance, "Paused", "VirtualMachineInstance paused");
        });
  }

  /** Let a paused guest go on. */
  public void unpause(String namespace, String name) {
    withGuest(
        namespace,
        name,
        (instance, pod) -> {
          changePod(pod, p -> Pods.paused(p, false, cluster.now()));
          changeInstance(instance, i -> Instances.unpaused(i, cluster.now()));
          event(instance, "Unpaused", "VirtualMachineInstance unpaused");
        });
  }

  /** Press the reset button: the guest boots anew inside the same instance. */
  public void reset(String namespace, String name) {
    withGuest(
        namespace,
        name,
        (instance, pod) -> {
          changeInstance(instance, i -> Instances.rebooted(i, Pods.address(pod)));
          event(instance, "Reset", "VirtualMachineInstance reset");
          rebooted.accept(namespace, name);
        });
  }

  /** Ask the guest to boot anew inside the same instance. */
  public void softReboot(String namespace, String name) {
    withGuest(
        namespace,
        name,
        (instance, pod) -> {
          changeInstance(instance, i -> Instances.rebooted(i, Pods.address(pod)));
          event(instance, "SoftRebooted", "VirtualMachineInstance soft rebooted");
          rebooted.accept(namespace, name);
        });
  }

  /** Set how many seconds a guest has from the wish that it stop to its being killed. */
  public void gracePeriod(String namespace, String name, long seconds) {
    store.inTransaction(
        () -> {
          cluster.edit(
              ResourceTypes.VMI,
              namespace,
              name,
              i -> Json.child(i, "spec").put("terminationGracePeriodSeconds", seconds));
          return name;
        });
  }

  private void withGuest(String namespace, String name, BiConsumer<ObjectNode, ObjectNode> work) {
    store.inTransaction(
        () -> {
          ObjectNode instance = cluster.read(ResourceTypes.VMI, namespace, name);
          ObjectNode pod = instance == null ? null : cluster.activePod(instance);
          if (instance != null && pod != null) {
            work.accept(instance, pod);
          }
          return name;
        });
  }

  private void changeInstance(ObjectNode instance, Consumer<ObjectNode> change) {
    cluster.edit(ResourceTypes.VMI, Json.namespace(instance), Json.name(instance), change);
  }

  private void changePod(ObjectNode pod, Consumer<ObjectNode> change) {
    cluster.edit(ResourceTypes.POD, Json.namespace(pod), Json.name(pod), change);
  }

  private void event(ObjectNode instance, String reason, String message) {
    cluster.event(instance, "Normal", reason, message, Cluster.handler(instance));
  }
}
