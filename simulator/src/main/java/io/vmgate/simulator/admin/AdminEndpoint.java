package io.vmgate.simulator.admin;

import io.vmgate.simulator.fault.Fault;
import io.vmgate.simulator.http.Endpoint;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code /simulator/…}. Faults do not strike here, so that what was broken can be mended.
 */
public final class AdminEndpoint implements Endpoint {
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  /** An answer must be out before the listener is closed. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private static final Set<String> FAULT_FIELDS =
      Set.of(
          "status",
          "retryAfterSeconds",
          "delayMillis",
          "cut",
          "method",
          "path",
          "times",
          "seconds");

  private final Controls controls;

  public AdminEndpoint(Controls controls) {
    this.controls = controls;
  }

  @Override
  public void answer(Exchange exchange) {
    try {
      answer(exchange, exchange.method() + " " + exchange.path());
    } catch (IllegalArgumentException | JacksonException wrong) {
      ObjectNode body = Json.object().put("error", String.valueOf(wrong.getMessage()));
      exchange.reply(400, "application/json", Json.bytes(body));
    }
  }

  private void answer(Exchange exchange, String call) {
    switch (call) {
      case "GET /simulator/stats" -> reply(exchange, stats());
      case "POST /simulator/watches/drop" ->
          reply(exchange, Json.object().put("dropped", controls.watches().dropAll()));
      case "POST /simulator/history/compact" -> {
        controls.store().compact();
        reply(exchange, Json.object().put("resourceVersion", controls.store().version()));
      }
      case "GET /simulator/faults" -> reply(exchange, faults());
      case "POST /simulator/faults" -> {
        controls.faults().add(fault(body(exchange)));
        reply(exchange, faults());
      }
      case "DELETE /simulator/faults" -> {
        controls.faults().clear();
        reply(exchange, faults());
      }
      case "PUT /simulator/authentication" -> {
        JsonNode refused = body(exchange).path("refused");
        if (!refused.isBoolean()) {
          throw new IllegalArgumentException("refused must be true or false");
        }
        controls.faults().refuseAuthentication(refused.booleanValue());
        reply(exchange, faults());
      }
      case "POST /simulator/unreachable" -> unreachable(exchange);
      case "PUT /simulator/pace" -> {
        controls.lifecycle().pace(body(exchange).path("factor").doubleValue(0));
        reply(exchange, Json.object().put("factor", controls.lifecycle().pace()));
      }
      case "POST /simulator/guest" -> guest(exchange);
      default ->
          exchange.reply(
              404,
              "text/plain",
              "404 page not found\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private void unreachable(Exchange exchange) {
    ObjectNode body = body(exchange);
    Duration period = Duration.ofMillis(Math.round(body.path("seconds").doubleValue(0) * 1000));
    if (!period.isPositive() || period.compareTo(LONGEST_OUTAGE) > 0) {
      throw new IllegalArgumentException("seconds must be above 0 and at most 600");
    }
    String mode = Json.text(body, "mode");
    Runnable outage =
        switch (mode) {
          case "refuse" -> () -> controls.server().refuseConnections(period);
          case "hang" -> () -> controls.server().hang(period);
          default -> throw new IllegalArgumentException("mode must be refuse or hang");
        };
    reply(exchange, body);
    controls.server().later(GRACE, outage);
  }

  private void guest(Exchange exchange) {
    ObjectNode body = body(exchange);
    String event = Json.text(body, "event");
    if (!event.equals("shutdown") && !event.equals("crash")) {
      throw new IllegalArgumentException("event must be shutdown or crash");
    }
    boolean ended =
        controls
            .lifecycle()
            .endGuest(Json.text(body, "namespace"), Json.text(body, "name"), event.equals("crash"));
    if (!ended) {
      throw new IllegalArgumentException("No such guest is running");
    }
    reply(exchange, body);
  }

  private ObjectNode stats() {
    ObjectNode stats = Json.object();
    ObjectNode objects = stats.putObject("objects");
    ObjectNode packed = stats.putObject("packedBytes");
    ResourceTypes.all()
        .forEach(
            type -> {
              objects.put(type.qualifiedPlural(), controls.store().count(type));
              packed.put(type.qualifiedPlural(), controls.store().packedBytes(type));
            });
    stats.put("resourceVersion", controls.store().version());
    stats.put("pace", controls.lifecycle().pace());
    stats.put("watchesOpen", controls.watches().open());
    stats.put("connectionsOpen", controls.server().openConnections());
    stats.put("streamsOpen", controls.consoles().open());
    stats.put("streamsOpened", controls.consoles().opened());
    stats.put("streamBytesFromClients", controls.consoles().bytesFromClients());
    stats.put("requestsServed", controls.requestsServed().getAsLong());
    return stats;
  }

  private ObjectNode faults() {
    ObjectNode body = Json.object();
    body.put("authenticationRefused", controls.faults().isAuthenticationRefused());
    ArrayNode list = body.putArray("faults");
    for (Fault fault : controls.faults().inForce()) {
      ObjectNode entry = list.addObject();
      switch (fault.effect()) {
        case Fault.Effect.Refusal(int status, int seconds) ->
            entry.put("status", status).put("retryAfterSeconds", seconds);
        case Fault.Effect.Delay(Duration length) -> entry.put("delayMillis", length.toMillis());
        case Fault.Effect.Cut() -> entry.put("cut", true);
      }
      entry.put("method", fault.method()).put("path", fault.path().pattern());
      entry.put("times", fault.times()).put("seconds", fault.period().toMillis() / 1000.0);
    }
    return body;
  }

  private static Fault fault(ObjectNode body) {
    for (String field : body.propertyNames()) {
      if (!FAULT_FIELDS.contains(field)) {
        throw new IllegalArgumentException("Unknown field: " + field);
      }
    }
    Fault.Effect effect;
    if (body.has("status")) {
      effect =
          new Fault.Effect.Refusal(
              body.path("status").intValue(0), body.path("retryAfterSeconds").intValue(1));
    } else if (body.has("delayMillis")) {
      effect = new Fault.Effect.Delay(Duration.ofMillis(body.path("delayMillis").longValue(0)));
    } else if (body.path("cut").booleanValue(false)) {
      effect = new Fault.Effect.Cut();
    } else {
      throw new IllegalArgumentException("One of status, delayMillis and cut is needed");
    }
    try {
      return new Fault(
          effect,
          Json.text(body, "method"),
          Pattern.compile(Json.text(body, "path")),
          body.path("times").intValue(0),
          Duration.ofMillis(Math.round(body.path("seconds").doubleValue(0) * 1000)));
    } catch (PatternSyntaxException broken) {
      throw new IllegalArgumentException("path is no regular expression", broken);
    }
  }

  private static ObjectNode body(Exchange exchange) {
    if (Json.parse(exchange.body()) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("The body must be a JSON object");
  }

  private static void reply(Exchange exchange, JsonNode body) {
    exchange.reply(200, "application/json", Json.bytes(body));
  }
}
