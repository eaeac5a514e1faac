package io.vmgate.simulator.subresource;

import io.vmgate.simulator.api.StatusException;
import io.vmgate.simulator.console.Consoles;
import io.vmgate.simulator.console.Session;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls that become a stream of bytes. All checks come before the switch to WebSocket, and the
 * guest is dialled before it, too; afterwards there is no way left to say what went wrong
 * (KubeVirt: pkg/virt-api/rest/streamer.go).
 */
final class StreamCalls {
  private static final String PROTOCOL = "plain.kubevirt.io";
  private static final String NOT_RUNNING = "VMI is not running";
  private static final String OCCUPIED =
      "Can't connect to websocket (503): websocket: bad handshake: application info: Active VNC"
          + " connection. Request denied.";

  private final ObjectStore store;
  private final Consoles consoles;

  StreamCalls(ObjectStore store, Consoles consoles) {
    this.store = store;
    this.consoles = consoles;
  }

  void vnc(String namespace, String name, Exchange exchange) {
    boolean sparing = exchange.query("preserveSession").equals("true");
    Session session =
        store.inTransaction(
            () -> {
              Session taken = consoles.view(withScreen(namespace, name), sparing);
              if (taken == null) {
                throw StatusException.internal(OCCUPIED);
              }
              return taken;
            });
    connect(session, exchange);
  }

  void console(String namespace, String name, Exchange exchange) {
    connect(store.inTransaction(() -> consoles.type(withSerialLine(namespace, name))), exchange);
  }

  /** Forward a port of an instance; {@code what} is the port, and the protocol after a slash. */
  void portForward(String namespace, String name, String what, Exchange exchange) {
    connect(store.inTransaction(() -> forward(instance(namespace, name), name, what)), exchange);
  }

  /** Forward a port of a machine's guest. */
  void portForwardOfMachine(String namespace, String name, String what, Exchange exchange) {
    connect(
        store.inTransaction(
            () -> {
              if (store.read(ResourceTypes.VM, namespace, name) == null) {
                throw StatusException.callNotFound(ResourceTypes.VM, name);
              }
              ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
              if (instance == null) {
                throw StatusException.callConflict(ResourceTypes.VM, name, "VMI is not started");
              }
              return forward(instance, name, what);
            }),
        exchange);
  }

  /** The phase is not looked at here, as in the real server. */
  private Session forward(ObjectNode instance, String name, String what) {
    if (!Conditions.find(instance, "Paused").isMissingNode()) {
      throw StatusException.callConflict(ResourceTypes.VMI, name, "VMI is paused");
    }
    if (Json.at(instance, "status", "interfaces").isEmpty()) {
      throw StatusException.badRequest("no network interfaces are present");
    }
    int slash = what.indexOf('/');
    return slash < 0
        ? consoles.forward(instance, what, "")
        : consoles.forward(instance, what.substring(0, slash), what.substring(slash + 1));
  }

  void screenshot(String namespace, String name, Exchange exchange) {
    byte[] picture;
    try {
      picture =
          store.inTransaction(() -> consoles.camera(withScreen(namespace, name))).takePicture();
    } catch (StatusException refusal) {
      text(exchange, Json.text(refusal.body(), "message"));
      return;
    } catch (IOException failure) {
      text(exchange, String.valueOf(failure.getMessage()));
      return;
    }
    exchange.reply(200, "image/png", picture);
  }

  /** What is refused to plain calls of a guest comes as text with status 500. */
  private static void text(Exchange exchange, String message) {
    exchange.reply(500, "text/plain", message.getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode withScreen(String namespace, String name) {
    ObjectNode instance = instance(namespace, name);
    if (isOff(instance, "autoattachGraphicsDevice")) {
      throw StatusException.badRequest("No graphics devices are present.");
    }
    if (!Instances.phase(instance).equals("Running")) {
      throw StatusException.badRequest(NOT_RUNNING);
    }
    return instance;
  }

  private ObjectNode withSerialLine(String namespace, String name) {
    ObjectNode instance = instance(namespace, name);
    if (isOff(instance, "autoattachSerialConsole")) {
      throw StatusException.badRequest("No serial consoles are present.");
    }
    if (Instances.phase(instance).equals("Failed")) {
      throw StatusException.callConflict(ResourceTypes.VMI, name, "VMI is in failed status");
    }
    if (!Instances.phase(instance).equals("Running")) {
      throw StatusException.badRequest(NOT_RUNNING);
    }
    return instance;
  }

  private static boolean isOff(ObjectNode instance, String device) {
    return !Json.at(instance, "spec", "domain", "devices", device).booleanValue(true);
  }

  private ObjectNode instance(String namespace, String name) {
    ObjectNode instance = store.read(ResourceTypes.VMI, namespace, name);
    if (instance == null) {
      throw StatusException.callNotFound(ResourceTypes.VMI, name);
    }
    return instance;
  }

  private static void connect(Session session, Exchange exchange) {
    try {
      session.dial(exchange.loop());
    } catch (IOException nobody) {
      throw StatusException.internal(String.valueOf(nobody.getMessage()));
    }
    String flaw = exchange.handshakeFlaw();
    if (flaw.isEmpty()) {
      exchange.stream(PROTOCOL, session);
    } else {
      session.closed();
      notAnUpgrade(exchange, flaw);
    }
  }

  /** The real server's library answers first, and the server adds its own answer to that. */
  private static void notAnUpgrade(Exchange exchange, String flaw) {
    byte[] status = Json.bytes(StatusException.badRequest(flaw).body());
    exchange.reply(
        400,
        "text/plain; charset=utf-8",
        ("Bad Request\n" + new String(status, StandardCharsets.UTF_8) + "\n")
            .getBytes(StandardCharsets.UTF_8));
  }
}
