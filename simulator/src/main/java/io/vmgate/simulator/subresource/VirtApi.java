package io.vmgate.simulator.subresource;

import io.vmgate.simulator.api.ApiPath;
import io.vmgate.simulator.api.ObjectWrites;
import io.vmgate.simulator.api.RoutingTable;
import io.vmgate.simulator.api.ServerFacts;
import io.vmgate.simulator.console.Consoles;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.lifecycle.Guests;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The calls of {@code subresources.kubevirt.io} as rows of the routing table. */
public final class VirtApi {
  private static final String GROUP = "subresources.kubevirt.io";
  private static final int ACCEPTED = 202;
  private static final int DONE = 200;

  private final ObjectStore store;
  private final MachineCalls machines;
  private final GuestCalls guests;
  private final StreamCalls streams;

  public VirtApi(ObjectStore store, ObjectWrites writes, Guests guests, Consoles consoles) {
    this.store = store;
    this.machines = new MachineCalls(store, writes, guests);
    this.guests = new GuestCalls(store, guests);
    this.streams = new StreamCalls(store, consoles);
  }

  /** A call that changes something; whatever it does not refuse has succeeded. */
  @FunctionalInterface
  private interface Call {
    void make(String namespace, String name, Exchange exchange);
  }

  /** Add the rows, the same for both versions. */
  public void addTo(RoutingTable table) {
    for (String version : List.of("v1", "v1alpha3")) {
      put(table, version, "virtualmachines", "start", ACCEPTED, machines::start);
      put(table, version, "virtualmachines", "stop", ACCEPTED, machines::stop);
      put(table, version, "virtualmachines", "restart", ACCEPTED, machines::restart);
      put(table, version, "virtualmachineinstances", "pause", DONE, guests::pause);
      put(table, version, "virtualmachineinstances", "unpause", DONE, guests::unpause);
      put(table, version, "virtualmachineinstances", "softreboot", DONE, guests::softReboot);
      put(table, version, "virtualmachineinstances", "reset", DONE, guests::reset);
      stream(table, version, "virtualmachineinstances", "vnc", this::vnc);
      stream(table, version, "virtualmachineinstances", "console", this::console);
      stream(
          table,
          version,
          "virtualmachineinstances",
          "portforward",
          (path, exchange) -> portForward(path, exchange, streams::portForward));
      stream(
          table,
          version,
          "virtualmachines",
          "portforward",
          (path, exchange) -> portForward(path, exchange, streams::portForwardOfMachine));
      table.add(GROUP, version, "version", "", (path, e) -> get(path, e, version()));
      table.add(GROUP, version, "healthz", "", (path, e) -> get(path, e, health()));
    }
  }

  private void put(
      RoutingTable table, String version, String resource, String name, int success, Call call) {
    table.add(
        GROUP,
        version,
        resource,
        name,
        (path, exchange) -> {
          if (!path.subresource().equals(name) || path.namespace().isEmpty()) {
            noSuchPath(exchange);
          } else if (!exchange.method().equals("PUT")) {
            text(exchange, 405, "405: Method Not Allowed", Map.of("Allow", "PUT"));
          } else {
            store.inTransaction(
                () -> {
                  call.make(path.namespace(), path.name(), exchange);
                  return name;
                });
            exchange.reply(success, "", new byte[0]);
          }
        });
  }

  private void stream(
      RoutingTable table,
      String version,
      String resource,
      String name,
      RoutingTable.ResourceEndpoint call) {
    table.add(
        GROUP,
        version,
        resource,
        name,
        (path, exchange) -> {
          if (path.namespace().isEmpty()) {
            noSuchPath(exchange);
          } else if (!exchange.method().equals("GET")) {
            text(exchange, 405, "405: Method Not Allowed", Map.of("Allow", "GET"));
          } else {
            call.answer(path, exchange);
          }
        });
  }

  private void vnc(ApiPath path, Exchange exchange) {
    switch (path.subresource()) {
      case "vnc" -> streams.vnc(path.namespace(), path.name(), exchange);
      case "vnc/screenshot" -> streams.screenshot(path.namespace(), path.name(), exchange);
      default -> noSuchPath(exchange);
    }
  }

  private void console(ApiPath path, Exchange exchange) {
    if (path.subresource().equals("console")) {
      streams.console(path.namespace(), path.name(), exchange);
    } else {
      noSuchPath(exchange);
    }
  }

  /** Forwards a port: namespace, name, and what follows the word portforward in the path. */
  @FunctionalInterface
  private interface Forward {
    void begin(String namespace, String name, String what, Exchange exchange);
  }

  private static void portForward(ApiPath path, Exchange exchange, Forward forward) {
    String[] parts = path.subresource().split("/");
    if (parts.length != 2 && parts.length != 3) {
      noSuchPath(exchange);
      return;
    }
    forward.begin(
        path.namespace(),
        path.name(),
        path.subresource().substring("portforward/".length()),
        exchange);
  }

  private static void noSuchPath(Exchange exchange) {
    text(exchange, 404, "404: Page Not Found", Map.of());
  }

  private static void get(ApiPath path, Exchange exchange, ObjectNode body) {
    if (!path.name().isEmpty() || !path.namespace().isEmpty()) {
      noSuchPath(exchange);
    } else if (!exchange.method().equals("GET")) {
      text(exchange, 405, "405: Method Not Allowed", Map.of("Allow", "GET"));
    } else {
      exchange.reply(200, "application/json", Json.bytes(body));
    }
  }

  private static void text(
      Exchange exchange, int status, String text, Map<String, String> headers) {
    exchange.reply(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static ObjectNode version() {
    return Json.object()
        .put("gitVersion", "v1.9.0")
        .put("gitCommit", "5b0a7c9e2f4d1e8a3c6b9d0f7e2a4c8b1d3f5e60")
        .put("buildDate", "2026-07-30T09:00:00Z")
        .put("goVersion", "go1.24.6")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }

  private ObjectNode health() {
    ObjectNode body = Json.object();
    body.putObject("apiserver").put("connectivity", "ok").set("version", ServerFacts.version());
    String settings =
        store.snapshot(ResourceTypes.KUBEVIRT_INSTALL, "").objects().stream()
            .findFirst()
            .map(kubevirt -> Long.toString(kubevirt.version()))
            .orElse("");
    return body.put("config-resource-version", settings);
  }
}
