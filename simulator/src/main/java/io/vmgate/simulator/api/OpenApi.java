package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema documents, as far as kubectl needs them: that objects may have any field, and that the
 * server validates fields itself, so that kubectl does not try to.
 */
final class OpenApi {

  /** Answer if the path is one of the documents; false if it is not. */
  boolean answer(Exchange exchange) {
    String path = exchange.path();
    if (path.equals("/openapi/v2")) {
      Replies.json(exchange, 200, swagger());
      return true;
    }
    if (path.equals("/openapi/v3")) {
      Replies.json(exchange, 200, index());
      return true;
    }
    if (path.startsWith("/openapi/v3/")) {
      for (List<ResourceType> types : Discovery.groups().values()) {
        if (path.equals("/openapi/v3/" + base(types.getFirst()))) {
          Replies.json(exchange, 200, document(types));
          return true;
        }
      }
    }
    return false;
  }

  private static String base(ResourceType type) {
    return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
  }

  private static ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (List<ResourceType> types : Discovery.groups().values()) {
      String base = base(types.getFirst());
      paths.putObject(base).put("serverRelativeURL", "/openapi/v3/" + base + "?hash=0");
    }
    return index;
  }

  private static ObjectNode document(List<ResourceType> types) {
    ObjectNode document = Json.object();
    document.put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.34.1");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (ResourceType type : types) {
      String collection =
          "/" + base(type) + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
      ObjectNode post = paths.putObject(collection).putObject("post");
      describe(post, type, "post");
      ObjectNode item = paths.putObject(collection + "/{name}");
      for (String verb : List.of("get", "put", "patch", "delete")) {
        describe(item.putObject(verb), type, verb);
      }
      schema(schemas.putObject(schemaName(type)), type);
    }
    return document;
  }

  private static void describe(ObjectNode operation, ResourceType type, String verb) {
    operation.put("operationId", verb + type.kind());
    if (!verb.equals("get") && !verb.equals("delete")) {
      for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation")) {
        ObjectNode entry = operation.withArray("parameters").addObject();
        entry.put("name", parameter).put("in", "query");
        entry.putObject("schema").put("type", "string").put("uniqueItems", true);
      }
    }
    operation
        .putObject("responses")
        .putObject("200")
        .put("description", "OK")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/" + schemaName(type));
    operation.put("x-kubernetes-action", verb);
    kind(operation.putObject("x-kubernetes-group-version-kind"), type);
  }

  private static void schema(ObjectNode schema, ResourceType type) {
    schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    for (String field : List.of("metadata", "spec", "status")) {
      properties
          .putObject(field)
          .put("type", "object")
          .put("x-kubernetes-preserve-unknown-fields", true);
    }
    kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), type);
  }

  private static void kind(ObjectNode target, ResourceType type) {
    target.put("group", type.group()).put("version", type.version()).put("kind", type.kind());
  }

  private static String schemaName(ResourceType type) {
    return (type.group().isEmpty() ? "io.k8s.api.core" : "io." + type.group())
        + "."
        + type.version()
        + "."
        + type.kind();
  }

  private static ObjectNode swagger() {
    ObjectNode document = Json.object();
    document.put("swagger", "2.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.34.1");
    document.putObject("paths");
    ObjectNode definitions = document.putObject("definitions");
    for (List<ResourceType> types : Discovery.groups().values()) {
      types.forEach(type -> schema(definitions.putObject(schemaName(type)), type));
    }
    return document;
  }
}
