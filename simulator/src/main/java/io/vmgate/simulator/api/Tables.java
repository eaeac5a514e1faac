package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as rows, the way kubectl asks for them (Kubernetes API: meta.k8s.io/v1 Table). */
final class Tables {
  private final List<TableColumn> columns;
  private final String include;

  /**
   * @param include what a row carries besides its cells: None, Metadata (also if empty) or Object
   */
  Tables(ResourceType type, String include) {
    this.columns = TableColumns.of(type);
    this.include = include;
  }

  /** Write a table up to its rows; close it by {@code ]}}. */
  String head(ObjectNode metadata, boolean withColumns) {
    ObjectNode table = Json.object();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    if (withColumns) {
      for (TableColumn column : columns) {
        definitions
            .addObject()
            .put("name", column.name())
            .put("type", column.type())
            .put("format", column.name().equals("Name") ? "name" : "")
            .put("description", "")
            .put("priority", column.wide() ? 1 : 0);
      }
    }
    String text = new String(Json.bytes(table), StandardCharsets.UTF_8);
    return text.substring(0, text.length() - 1) + ",\"rows\":[";
  }

  /**
   * Write a table of one row, as in an event of a watch; only the first needs the columns' names.
   */
  byte[] ofOne(JsonNode object, boolean withColumns) {
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
    String row = new String(Json.bytes(row(object)), StandardCharsets.UTF_8);
    return (head(metadata, withColumns) + row + "]}").getBytes(StandardCharsets.UTF_8);
  }

  ObjectNode row(JsonNode object) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells");
    for (TableColumn column : columns) {
      cells.add(column.cell().apply(object));
    }
    switch (include) {
      case "None" -> {}
      case "Object" -> row.set("object", object);
      default -> row.set("object", Partials.of(object));
    }
    return row;
  }
}
