package io.vmgate.rest;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as a client sees it. */
public record Answer(HttpResponse<String> response) {
  private static final JsonMapper JSON = new JsonMapper();

  public int status() {
    return response.statusCode();
  }

  public String body() {
    return response.body();
  }

  public @Nullable String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  public JsonNode json() {
    return JSON.readTree(body());
  }

  public int code() {
    return json().path("code").asInt();
  }

  /** The value at the path, in JSON: texts in quotes, nothing found as an empty text. */
  public String at(Object... path) {
    JsonNode node = json();
    for (Object step : path) {
      node = step instanceof Integer index ? node.path(index) : node.path(step.toString());
    }
    return node.toString();
  }

  /** The text at the path. */
  public String text(Object... path) {
    JsonNode node = json();
    for (Object step : path) {
      node = step instanceof Integer index ? node.path(index) : node.path(step.toString());
    }
    return node.asString();
  }
}
