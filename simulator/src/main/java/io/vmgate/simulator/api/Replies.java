package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The few shapes that answers have. */
final class Replies {
  static final String JSON = "application/json";

  private Replies() {}

  static void json(Exchange exchange, int status, JsonNode body) {
    exchange.reply(status, JSON, Json.bytes(body));
  }

  static void text(Exchange exchange, int status, String body) {
    exchange.reply(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  static void refusal(Exchange exchange, StatusException refusal) {
    JsonNode seconds = Json.at(refusal.body(), "details", "retryAfterSeconds");
    exchange.reply(
        refusal.code(),
        JSON,
        Json.bytes(refusal.body()),
        seconds.isMissingNode() ? Map.of() : Map.of("Retry-After", seconds.asString("1")));
  }
}
