package io.vmgate.simulator.qemu;

import io.vmgate.simulator.console.GuestLines;
import io.vmgate.simulator.console.GuestSource;
import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps a process for each running guest that is to be real: those that the options name and those
 * whose machine has the annotation {@code simulator.vmgate.io/qemu: "true"}.
 */
public final class QemuGuests implements GuestSource, AutoCloseable {
  public static final String PROGRAM = QemuProgram.NAME;
  private static final Logger LOG = LoggerFactory.getLogger(QemuGuests.class);
  private static final String ANNOTATION = "simulator.vmgate.io/qemu";
  private static final String INSTALL =
      PROGRAM + " is not on the PATH; on Debian: apt-get install qemu-system-x86 qemu-system-gui";

  private final ObjectStore store;
  private final Map<String, String> images;
  private final GuestEnd whenEnded;
  private final Optional<QemuProgram> program;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** By key of the instance; changed inside the store's transactions. */
  private final ConcurrentMap<String, QemuGuest> guests = new ConcurrentHashMap<>();

  private boolean warned;
  private volatile boolean closed;

  /** Is told that a guest ended by itself. */
  @FunctionalInterface
  public interface GuestEnd {
    void ended(String namespace, String name, boolean crashed);
  }

  /**
   * @param images the disks of guests that are to be real, by namespace/name; empty for no disk
   * @throws IOException if there are such guests but no QEMU
   */
  public QemuGuests(ObjectStore store, Map<String, String> images, GuestEnd whenEnded)
      throws IOException {
    this.store = store;
    this.images = Map.copyOf(images);
    this.whenEnded = whenEnded;
    this.program = QemuProgram.find();
    if (program.isEmpty() && !images.isEmpty()) {
      throw new IOException(INSTALL);
    }
    store.onChange(this::changed);
  }

  /** Start the process of a guest that runs already, if it is to be real. */
  public void resume(String namespace, String name) {
    store.inTransaction(
        () -> {
          ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
          if (instance != null) {
            consider(instance);
          }
          return name;
        });
  }

  /** Start the processes of the guests that the options name and that run already. */
  public void resumeNamed() {
    for (String key : images.keySet()) {
      int slash = key.indexOf('/');
      resume(key.substring(0, slash), key.substring(slash + 1));
    }
  }

  @Override
  public @Nullable GuestLines find(ObjectNode instance) {
    return guests.get(key(instance));
  }

  private void changed(Change change) {
    if (!change.type().equals(ResourceTypes.VMI) || (program.isEmpty() && warned)) {
      return;
    }
    String key = change.current().key();
    if (change.kind() == Change.Kind.DELETED) {
      stop(key);
      return;
    }
    ObjectNode instance = change.current().toNode();
    if (guests.containsKey(key) || hasStarted(change.previous(), instance)) {
      consider(instance);
    }
  }

  private static boolean hasStarted(@Nullable StoredObject before, ObjectNode instance) {
    return Instances.phase(instance).equals("Running")
        && (before == null || !Instances.phase(before.toNode()).equals("Running"));
  }

  private void consider(ObjectNode instance) {
    String key = key(instance);
    QemuGuest present = guests.get(key);
    boolean running = Instances.phase(instance).equals("Running");
    if (present != null && !(running && present.uid().equals(Json.uid(instance)))) {
      stop(key);
      present = null;
    }
    if (running && present == null && isWanted(instance)) {
      present = start(instance);
    }
    if (present != null) {
      present.setPaused(!Conditions.find(instance, "Paused").isMissingNode());
    }
  }

  private boolean isWanted(ObjectNode instance) {
    if (images.containsKey(key(instance))) {
      return true;
    }
    ObjectNode machine =
        store.read(ResourceTypes.VM, Json.namespace(instance), Json.name(instance));
    boolean annotated =
        machine != null && Json.text(machine, "metadata", "annotations", ANNOTATION).equals("true");
    if (annotated && program.isEmpty() && !warned) {
      warned = true;
      LOG.warn("Guests are simulated: {}", INSTALL);
    }
    return annotated && program.isPresent();
  }

  private @Nullable QemuGuest start(ObjectNode instance) {
    if (closed) {
      return null;
    }
    String namespace = Json.namespace(instance);
    String name = Json.name(instance);
    String key = key(instance);
    QemuGuest guest = new QemuGuest(Json.uid(instance), key, threads);
    guests.put(key, guest);
    threads.execute(
        () ->
            guest.start(
                () ->
                    QemuProcess.start(
                        program.orElseThrow(() -> new IOException(INSTALL)),
                        key,
                        images.getOrDefault(key, ""),
                        status -> whenEnded.ended(namespace, name, status != 0))));
    return guest;
  }

  private void stop(String key) {
    QemuGuest guest = guests.remove(key);
    if (guest != null && !closed) {
      threads.execute(guest::stop);
    }
  }

  private static String key(ObjectNode instance) {
    return ResourceTypes.VMI.key(Json.namespace(instance), Json.name(instance));
  }

  /** End every process and wait for that. */
  @Override
  public void close() {
    closed = true;
    guests.values().forEach(guest -> threads.execute(guest::stop));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      threads.shutdownNow();
    }
  }
}
