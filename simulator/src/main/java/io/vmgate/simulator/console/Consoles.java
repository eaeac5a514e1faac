package io.vmgate.simulator.console;

import io.vmgate.simulator.load.LoadMode;
import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.service.GuestPort;
import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.wire.StandIns;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The streams of all guests. A guest takes memory here from the first time it is dialled to its
 * end.
 */
public final class Consoles implements AutoCloseable {
  /** Makes a guest's screen one for measurements; as {@link LoadMode} reads it. */
  private static final String MODE = "simulator.vmgate.io/console";

  /** Says which ports of a guest lead where on this machine. */
  private static final String PORTS = "simulator.vmgate.io/ports";

  /** At which port of the guest its SPICE server answers, as the platform reads it. */
  private static final String SPICE_PORT = "vmgate.io/spice-port";

  private final ObjectStore store;
  private final InstantSource clock;
  private final GuestSource processes;
  private final StandIns standIns = new StandIns();
  private final GuestPorts ports = new GuestPorts(standIns);
  private final Session.Traffic traffic = new Session.Traffic();

  /** By key of the instance. Entries are made and removed inside the store's transactions. */
  private final ConcurrentMap<String, GuestConsole> guests = new ConcurrentHashMap<>();

  /**
   * @param processes knows the guests that are not built in; hears of changes before this does
   */
  public Consoles(ObjectStore store, InstantSource clock, GuestSource processes) {
    this.processes = processes;
    this.store = store;
    this.clock = clock;
    store.onChange(this::changed);
  }

  /**
   * Take the place at a running guest's screen, throwing out who has it. Call this and what follows
   * inside a transaction, so that the guest does not end meanwhile.
   *
   * @param sparing whether who is there is to be left alone
   * @return null if somebody is and is
   */
  public @Nullable Session view(ObjectNode instance, boolean sparing) {
    GuestConsole guest = guest(instance);
    Session.Line line =
        LoadMode.parse(annotation(instance, MODE), title(instance))
            .<Session.Line>map(end -> _ -> end.get())
            .orElse(guest.lines()::screen);
    return guest.view(line, sparing);
  }

  /** Take the place at a running guest's serial line, throwing out who has it. */
  public Session type(ObjectNode instance) {
    return guest(instance).type();
  }

  /**
   * Open a stream to a port of a guest.
   *
   * @param protocol tcp or udp; empty for tcp
   */
  public Session forward(ObjectNode instance, String port, String protocol) {
    GuestConsole guest = guest(instance);
    return guest.join(
        ports.line(
            instance,
            protocol,
            port,
            annotation(instance, PORTS),
            guest.lines(),
            annotation(instance, SPICE_PORT)));
  }

  /**
   * Tell what is behind a port of a guest for those who come by a service.
   *
   * @param guest name of the instance; a stand-in answers for what is none
   */
  public GuestPort behind(String namespace, String guest, int port) {
    return store.inTransaction(
        () -> {
          ObjectNode instance = store.read(ResourceTypes.VMI, namespace, guest);
          return instance == null
              ? new GuestPort.StandIn()
              : GuestPorts.behind(instance, port, annotation(instance, PORTS));
        });
  }

  /** Give what takes pictures of a running guest's screen. */
  public Camera camera(ObjectNode instance) {
    return guest(instance).lines()::screenshot;
  }

  /** Takes pictures of a screen. */
  @FunctionalInterface
  public interface Camera {
    /**
     * Take one, waiting if need be.
     *
     * @return a PNG file
     * @throws IOException if the guest does not answer
     */
    byte[] takePicture() throws IOException;
  }

  /** Tell how many streams are open. */
  public int open() {
    return guests.values().stream().mapToInt(GuestConsole::open).sum();
  }

  /** Tell how many streams were ever opened. */
  public long opened() {
    return traffic.sessions.sum();
  }

  /** Tell how many bytes came from clients, over all streams. */
  public long bytesFromClients() {
    return traffic.fromClients.sum();
  }

  /** The guest boots anew inside the same instance; its streams stay. */
  public void rebooted(String namespace, String name) {
    GuestConsole guest = guests.get(ResourceTypes.VMI.key(namespace, name));
    if (guest != null) {
      guest.lines().reboot();
    }
  }

  private GuestConsole guest(ObjectNode instance) {
    String key = ResourceTypes.VMI.key(Json.namespace(instance), Json.name(instance));
    return guests.computeIfAbsent(key, _ -> meet(instance));
  }

  private GuestConsole meet(ObjectNode instance) {
    GuestLines lines = processes.find(instance);
    if (lines == null) {
      lines =
          new BuiltInGuest(
              Json.namespace(instance), Json.name(instance), runningSince(instance), clock);
      lines.setPaused(isPaused(instance));
    }
    return new GuestConsole(Json.uid(instance), node(instance), lines, traffic);
  }

  /** Read an annotation of the instance or, where it has none, of its machine. */
  private String annotation(ObjectNode instance, String key) {
    String own = Json.text(instance, "metadata", "annotations", key);
    if (!own.isEmpty()) {
      return own;
    }
    ObjectNode machine =
        store.read(ResourceTypes.VM, Json.namespace(instance), Json.name(instance));
    return machine == null ? "" : Json.text(machine, "metadata", "annotations", key);
  }

  private static String title(JsonNode instance) {
    return Json.namespace(instance) + "/" + Json.name(instance);
  }

  @Override
  public void close() {
    guests.values().forEach(GuestConsole::cutAll);
    standIns.close();
  }

  private Instant runningSince(JsonNode instance) {
    String since = Json.text(instance, "metadata", "creationTimestamp");
    for (JsonNode step : Json.at(instance, "status", "phaseTransitionTimestamps")) {
      if (Json.text(step, "phase").equals("Running")) {
        since = Json.text(step, "phaseTransitionTimestamp");
      }
    }
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException unknown) {
      return clock.instant();
    }
  }

  private void changed(Change change) {
    if (!change.type().equals(ResourceTypes.VMI)) {
      return;
    }
    GuestConsole guest = guests.get(change.current().key());
    if (guest == null) {
      return;
    }
    ObjectNode instance = change.current().toNode();
    if (change.kind() == Change.Kind.DELETED
        || !Json.uid(instance).equals(guest.uid())
        || !Instances.phase(instance).equals("Running")) {
      guests.remove(change.current().key());
      guest.cutAll();
      return;
    }
    guest.at(node(instance));
    guest.lines().setPaused(isPaused(instance));
  }

  private static String node(JsonNode instance) {
    return Json.text(instance, "status", "nodeName");
  }

  private static boolean isPaused(JsonNode instance) {
    return !Conditions.find(instance, "Paused").isMissingNode();
  }
}
