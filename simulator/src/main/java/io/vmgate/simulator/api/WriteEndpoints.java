package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The writing verbs over HTTP: reads bodies and options, and answers as the server does. */
final class WriteEndpoints {
  private static final String DEPRECATED_RUNNING =
      "299 - \"spec.running is deprecated, please use spec.runStrategy instead.\"";

  private final ObjectStore store;
  private final ObjectWrites writes;
  private final Deletions deletions;

  WriteEndpoints(ObjectStore store, ObjectWrites writes, Deletions deletions) {
    this.store = store;
    this.writes = writes;
    this.deletions = deletions;
  }

  void create(ResourceType type, ApiPath path, Exchange exchange) {
    if (type.namespaced() && path.namespace().isEmpty()) {
      throw StatusException.methodNotAllowed();
    }
    ObjectNode created = writes.create(type, path.namespace(), body(exchange), isDryRun(exchange));
    answer(type, exchange, 201, created);
  }

  void replace(ResourceType type, ApiPath path, Exchange exchange, ObjectWrites.Part part) {
    answer(
        type,
        exchange,
        200,
        writes.replace(
            type, path.namespace(), path.name(), body(exchange), part, isDryRun(exchange)));
  }

  void patch(ResourceType type, ApiPath path, Exchange exchange, ObjectWrites.Part part) {
    UnaryOperator<ObjectNode> edit = edit(type, exchange);
    answer(
        type,
        exchange,
        200,
        writes.change(type, path.namespace(), path.name(), part, isDryRun(exchange), edit));
  }

  private static UnaryOperator<ObjectNode> edit(ResourceType type, Exchange exchange) {
    String contentType = exchange.header("Content-Type").replaceAll(";.*", "").strip();
    switch (contentType) {
      case "application/json-patch+json" -> {
        JsonNode operations = parsed(exchange.body());
        if (!operations.isArray()) {
          throw StatusException.badRequest(
              "error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }
        return present -> {
          try {
            return asObject(JsonPatch.apply(present, operations));
          } catch (JsonPatch.Refused refused) {
            throw StatusException.patchRefused();
          }
        };
      }
      case "application/merge-patch+json" -> {
        JsonNode patch = asObject(parsed(exchange.body()));
        return present -> asObject(MergePatch.apply(present, patch));
      }
      case "application/strategic-merge-patch+json" -> {
        if (!type.custom()) {
          JsonNode patch = asObject(parsed(exchange.body()));
          return present -> asObject(MergePatch.applyStrategic(present, patch));
        }
      }
      default -> {}
    }
    throw StatusException.unsupportedMediaType(
        type.custom()
            ? "application/json-patch+json, application/merge-patch+json"
            : "application/json-patch+json, application/merge-patch+json,"
                + " application/strategic-merge-patch+json");
  }

  void delete(ResourceType type, ApiPath path, Exchange exchange) {
    JsonNode options = options(exchange);
    boolean dryRun = isDryRun(exchange) || !options.path("dryRun").isEmpty();
    String key = type.key(path.namespace(), path.name());
    ObjectNode last =
        store.inTransaction(
            () -> {
              StoredObject present =
                  store
                      .find(type, key)
                      .orElseThrow(() -> StatusException.notFound(type, path.name()));
              ObjectNode object = present.toNode();
              checkPreconditions(type, path.name(), object, options.path("preconditions"));
              return dryRun
                  ? object
                  : deletions.delete(type, key, propagation(exchange, options)).orElse(object);
            });
    boolean stays = store.find(type, key).isPresent();
    boolean plain = !type.equals(ResourceTypes.POD) && !type.equals(ResourceTypes.CLAIM);
    if (!stays && plain) {
      Replies.json(exchange, 200, deleted(type, last));
    } else {
      answer(type, exchange, 200, last);
    }
  }

  void deleteCollection(ResourceType type, ApiPath path, Exchange exchange) {
    ListQuery query = ListQuery.of(type, exchange);
    JsonNode options = options(exchange);
    boolean dryRun = isDryRun(exchange) || !options.path("dryRun").isEmpty();
    ObjectNode list = Json.object();
    list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
    ArrayNode items = Json.array();
    for (StoredObject object : store.snapshot(type, path.namespace()).objects()) {
      if (!query.matches(object)) {
        continue;
      }
      if (dryRun) {
        items.add(object.toNode());
      } else {
        deletions.delete(type, object.key(), propagation(exchange, options)).ifPresent(items::add);
      }
    }
    list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    list.set("items", items);
    Replies.json(exchange, 200, list);
  }

  private static void checkPreconditions(
      ResourceType type, String name, ObjectNode object, JsonNode preconditions) {
    String uid = Json.text(preconditions, "uid");
    if (!uid.isEmpty() && !uid.equals(Json.uid(object))) {
      throw StatusException.conflict(
          type,
          name,
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + Json.uid(object));
    }
    String version = Json.text(preconditions, "resourceVersion");
    String present = Json.text(object, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals(present)) {
      throw StatusException.conflict(
          type,
          name,
          "Precondition failed: ResourceVersion in precondition: "
              + version
              + ", ResourceVersion in object meta: "
              + present);
    }
  }

  private static Deletions.Propagation propagation(Exchange exchange, JsonNode options) {
    String policy =
        exchange.hasQuery("propagationPolicy")
            ? exchange.query("propagationPolicy")
            : Json.text(options, "propagationPolicy");
    if (policy.isEmpty() && options.path("orphanDependents").booleanValue(false)) {
      policy = "Orphan";
    }
    return switch (policy) {
      case "", "Background" -> Deletions.Propagation.BACKGROUND;
      case "Foreground" -> Deletions.Propagation.FOREGROUND;
      case "Orphan" -> Deletions.Propagation.ORPHAN;
      default ->
          throw StatusException.badRequest(
              "invalid DeleteOptions: propagationPolicy: Unsupported value: \""
                  + policy
                  + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
    };
  }

  private static ObjectNode deleted(ResourceType type, ObjectNode object) {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details");
    details.put("name", Json.name(object));
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural()).put("uid", Json.uid(object));
    return status;
  }

  private static void answer(ResourceType type, Exchange exchange, int status, ObjectNode object) {
    boolean deprecated =
        type.equals(ResourceTypes.VM) && Json.at(object, "spec", "running").isBoolean();
    exchange.reply(
        status,
        Replies.JSON,
        Json.bytes(object),
        deprecated ? Map.of("Warning", DEPRECATED_RUNNING) : Map.of());
  }

  private static boolean isDryRun(Exchange exchange) {
    return exchange.query("dryRun").equals("All");
  }

  private static JsonNode options(Exchange exchange) {
    return exchange.body().length == 0 ? Json.object() : parsed(exchange.body());
  }

  private static ObjectNode body(Exchange exchange) {
    String contentType = exchange.header("Content-Type").toLowerCase(Locale.ROOT);
    if (!contentType.isEmpty()
        && List.of("json", "*/*").stream().noneMatch(contentType::contains)) {
      throw StatusException.unsupportedMediaType("application/json");
    }
    return asObject(parsed(exchange.body()));
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return Json.parse(body);
    } catch (JacksonException broken) {
      throw StatusException.badRequest(
          "the object provided is unrecognized (must be of type Object): "
              + broken.getOriginalMessage());
    }
  }

  private static ObjectNode asObject(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest(
        "the object provided is unrecognized (must be of type Object)");
  }
}
