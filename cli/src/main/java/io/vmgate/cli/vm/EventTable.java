package io.vmgate.cli.vm;

import static io.vmgate.cli.vm.VmTable.text;

import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What happened to a machine, as rows. */
final class EventTable {
  private EventTable() {}

  static Table of(List<JsonNode> events, boolean wide, Session session) {
    List<String> heading =
        new ArrayList<>(List.of("time", "event", "status", "operator", "message"));
    if (wide) {
      heading.addAll(List.of("ended", "code", "task"));
    }
    Table table =
        new Table(heading.stream().map(key -> session.texts().of("column." + key)).toList());
    for (JsonNode event : events) {
      List<String> row = new ArrayList<>(shortRow(event));
      if (wide) {
        JsonNode extra = event.path("extra");
        row.addAll(List.of(text(extra, "endTime"), text(extra, "code"), text(extra, "taskId")));
      }
      table.row(row);
    }
    return table;
  }

  static List<String> shortRow(JsonNode event) {
    return List.of(
        text(event, "time"),
        text(event, "eventType"),
        text(event, "status"),
        text(event, "operator"),
        text(event.path("extra"), "message"));
  }
}
