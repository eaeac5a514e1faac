package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.StoredObject;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as rows, the way kubectl asks for them (Kubernetes API: meta.k8s.io/v1 Table). */
final class Tables {
  private Tables() {}

  static ObjectNode of(
      ResourceType type, List<StoredObject> objects, ObjectNode metadata, String include) {
    ObjectNode table = empty(type, metadata, true);
    ArrayNode rows = (ArrayNode) table.path("rows");
    List<TableColumn> columns = TableColumns.of(type);
    for (StoredObject object : objects) {
      rows.add(row(columns, object.toNode(), include));
    }
    return table;
  }

  /**
   * Make a table of one row, as in an event of a watch; only the first needs the columns' names.
   */
  static ObjectNode ofOne(ResourceType type, JsonNode object, String include, boolean withColumns) {
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
    ObjectNode table = empty(type, metadata, withColumns);
    ((ArrayNode) table.path("rows")).add(row(TableColumns.of(type), object, include));
    return table;
  }

  private static ObjectNode empty(ResourceType type, ObjectNode metadata, boolean withColumns) {
    ObjectNode table = Json.object();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    if (withColumns) {
      for (TableColumn column : TableColumns.of(type)) {
        definitions
            .addObject()
            .put("name", column.name())
            .put("type", column.type())
            .put("format", column.name().equals("Name") ? "name" : "")
            .put("description", "")
            .put("priority", column.wide() ? 1 : 0);
      }
    }
    table.putArray("rows");
    return table;
  }

  private static ObjectNode row(List<TableColumn> columns, JsonNode object, String include) {
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
