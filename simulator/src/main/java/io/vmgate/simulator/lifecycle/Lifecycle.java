package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.service.Backends;
import io.vmgate.simulator.service.BalancerAddresses;
import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the controllers: wakes them when objects change and takes their steps when these are due.
 */
public final class Lifecycle {
  private final ObjectStore store;
  private final Timers timers;
  private final Cluster cluster;
  private final InstanceController instances;
  private final InstanceEndings endings;
  private final Guests guests;
  private final Map<ResourceType, Controller> controllers = new HashMap<>();

  /** Guarded by the store's lock, as everything below. */
  private final Set<Subject> awake = new LinkedHashSet<>();

  private final Map<Subject, Step> pending = new HashMap<>();
  private double pace;
  private boolean draining;

  private record Subject(ResourceType type, String namespace, String name) {}

  public Lifecycle(
      ObjectStore store,
      Deletions deletions,
      IdSource ids,
      InstantSource clock,
      Timers timers,
      double pace,
      Backends backends,
      BalancerAddresses balancers) {
    this.store = store;
    this.timers = timers;
    this.pace = pace;
    this.cluster = new Cluster(store, deletions, ids, clock);
    this.endings = new InstanceEndings(cluster);
    this.instances = new InstanceController(cluster, endings);
    this.guests = new Guests(store, cluster);
    controllers.put(ResourceTypes.VM, new MachineController(cluster));
    controllers.put(ResourceTypes.VMI, instances);
    controllers.put(ResourceTypes.MIGRATION, new MigrationController(cluster));
    controllers.put(ResourceTypes.DATA_VOLUME, new ImportController(cluster));
    controllers.put(ResourceTypes.CLAIM, new ClaimController(cluster));
    controllers.put(
        ResourceTypes.SERVICE,
        new OwnerController(cluster, ResourceTypes.SERVICE)
            .before(new BalancerController(cluster, balancers)));
    controllers.put(
        ResourceTypes.NETWORK_POLICY, new OwnerController(cluster, ResourceTypes.NETWORK_POLICY));
    controllers.put(ResourceTypes.ENDPOINT_SLICE, new SliceController(cluster, backends));
    store.onChange(this::changed);
    backends.onChange(this::wakeService);
  }

  /**
   * Let time run faster or slower for machines; steps under way begin anew at the new pace.
   *
   * @param factor above 0; 1 is as on a small real cluster
   */
  public void pace(double factor) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("The pace must be above 0: " + factor);
    }
    store.inTransaction(
        () -> {
          pace = factor;
          List<Subject> subjects = new ArrayList<>(pending.keySet());
          pending.clear();
          subjects.forEach(this::wake);
          return factor;
        });
  }

  public double pace() {
    return store.inTransaction(() -> pace);
  }

  /**
   * Look at an object again, as if it had changed; after a restart, for those that were under way.
   */
  public void wake(ResourceType type, String namespace, String name) {
    store.inTransaction(
        () -> {
          wake(new Subject(type, namespace, name));
          return type;
        });
  }

  /** Look at a service and its slice again, as {@link #wake} does. */
  public void wakeService(String namespace, String name) {
    wake(ResourceTypes.SERVICE, namespace, name);
    wake(ResourceTypes.ENDPOINT_SLICE, namespace, name);
  }

  /**
   * Let the guest of a machine end by itself.
   *
   * @param crash whether it crashes; otherwise it powers off
   * @return false if no such guest runs
   */
  public boolean endGuest(String namespace, String name, boolean crash) {
    return store.inTransaction(() -> endings.endByItself(namespace, name, crash));
  }

  /** Give what can be done to running guests. */
  public Guests guests() {
    return guests;
  }

  private void changed(Change change) {
    ResourceType type = change.type();
    StoredObject current = change.current();
    String namespace = current.namespace();
    String name = current.name();
    if (type.equals(ResourceTypes.VM)) {
      if (isOfInterest(change)) {
        wakeMachine(namespace, name);
      }
    } else if (type.equals(ResourceTypes.VMI)) {
      wakeMachine(namespace, name);
    } else if (type.equals(ResourceTypes.DATA_VOLUME)) {
      wake(new Subject(type, namespace, name));
      wakeOwner(current);
      instances.waiting(namespace).forEach(waiting -> wakeMachine(namespace, waiting));
    } else if (type.equals(ResourceTypes.CLAIM)) {
      wake(new Subject(type, namespace, name));
      instances.waiting(namespace).forEach(waiting -> wakeMachine(namespace, waiting));
    } else if (type.equals(ResourceTypes.MIGRATION) || type.equals(ResourceTypes.NETWORK_POLICY)) {
      wake(new Subject(type, namespace, name));
    } else if (type.equals(ResourceTypes.POD) && change.kind() == Change.Kind.DELETED) {
      wakeOwner(current);
    }
  }

  /** A machine's own status is written here; only what others write is worth a look. */
  private static boolean isOfInterest(Change change) {
    StoredObject previous = change.previous();
    if (previous == null || change.kind() == Change.Kind.DELETED) {
      return true;
    }
    ObjectNode before = previous.toNode();
    ObjectNode after = change.current().toNode();
    return !before.path("spec").equals(after.path("spec"))
        || Json.isBeingDeleted(before) != Json.isBeingDeleted(after)
        || !Json.at(before, "status", "stateChangeRequests")
            .equals(Json.at(after, "status", "stateChangeRequests"));
  }

  private void wakeMachine(String namespace, String name) {
    wake(new Subject(ResourceTypes.VM, namespace, name));
    wake(new Subject(ResourceTypes.VMI, namespace, name));
    for (String migration : cluster.migrations(namespace, name)) {
      wake(new Subject(ResourceTypes.MIGRATION, namespace, migration));
    }
  }

  private void wakeOwner(StoredObject object) {
    for (JsonNode owner : Json.at(object.toNode(), "metadata", "ownerReferences")) {
      String kind = Json.text(owner, "kind");
      if (kind.equals("VirtualMachine") || kind.equals("VirtualMachineInstance")) {
        wakeMachine(object.namespace(), Json.text(owner, "name"));
      }
    }
  }

  private void wake(Subject subject) {
    awake.add(subject);
    if (!draining) {
      draining = true;
      timers.after(Duration.ZERO, this::drain);
    }
  }

  private void drain() {
    while (true) {
      boolean more =
          store.inTransaction(
              () -> {
                if (awake.isEmpty()) {
                  draining = false;
                  return false;
                }
                Subject subject = awake.iterator().next();
                awake.remove(subject);
                look(subject);
                return true;
              });
      if (!more) {
        return;
      }
    }
  }

  private void look(Subject subject) {
    Controller controller = controllers.get(subject.type());
    @Nullable Step step =
        controller == null ? null : controller.next(subject.namespace(), subject.name());
    if (step == null) {
      pending.remove(subject);
      return;
    }
    Step present = pending.get(subject);
    if (present != null && present.name().equals(step.name())) {
      return;
    }
    pending.put(subject, step);
    timers.after(
        Duration.ofNanos((long) (step.delay().toNanos() / pace)), () -> take(subject, step));
  }

  private void take(Subject subject, Step step) {
    store.inTransaction(
        () -> {
          // Another step may have taken its place meanwhile.
          if (pending.get(subject) == step) {
            pending.remove(subject);
            step.action().run();
            wake(subject);
          }
          return step;
        });
  }
}
