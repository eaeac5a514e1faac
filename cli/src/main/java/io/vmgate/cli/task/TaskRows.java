package io.vmgate.cli.task;

import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Paint;
import io.vmgate.cli.terminal.Table;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Tasks, for people. */
final class TaskRows {
  private final Session session;

  TaskRows(Session session) {
    this.session = session;
  }

  /** What came of operations, a row for each machine. */
  String results(List<JsonNode> tasks) {
    Table table = table("machine", "action", "result", "nowOrWhy");
    for (JsonNode task : tasks) {
      JsonNode extra = task.path("extra");
      String action = text(extra, "action");
      JsonNode children = extra.path("children").path("list");
      if (children.isEmpty()) {
        table.row(List.of(machine(extra), action, text(task, "status"), nowOrWhy(task)));
      }
      for (JsonNode child : children) {
        table.row(List.of(machine(child), action, text(child, "status"), text(child, "errorMsg")));
      }
    }
    return painted(table);
  }

  /** Tasks as a list. */
  String list(List<JsonNode> tasks, boolean wide) {
    Table table =
        wide
            ? table(
                "task",
                "action",
                "machine",
                "result",
                "progress",
                "operator",
                "created",
                "ended",
                "step",
                "nowOrWhy")
            : table("task", "action", "machine", "result", "progress", "operator", "created");
    for (JsonNode task : tasks) {
      JsonNode extra = task.path("extra");
      Stream<String> usual =
          Stream.of(
              text(task, "taskId"),
              text(extra, "action"),
              machine(extra),
              text(task, "status"),
              task.path("progress").asInt(0) + " %",
              text(extra, "operator"),
              text(extra, "createTime"));
      Stream<String> more =
          wide
              ? Stream.of(text(extra, "endTime"), text(extra, "step"), nowOrWhy(task))
              : Stream.empty();
      table.row(Stream.concat(usual, more).toList());
    }
    return painted(table);
  }

  private String machine(JsonNode named) {
    String name = text(named, "vmName");
    if (!name.isEmpty()) {
      return text(named, "namespace") + "/" + name;
    }
    String id = text(named, "vmId");
    int machines = named.path("children").path("total").asInt(0);
    return id.isEmpty() ? session.texts().of("task.machines", machines) : id;
  }

  private static String nowOrWhy(JsonNode task) {
    String error = text(task, "errorMsg");
    return error.isEmpty() ? text(task.path("result"), "vmStatus") : error;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private Table table(String... columns) {
    return new Table(
        Stream.of(columns).map(column -> session.texts().of("column." + column)).toList());
  }

  private String painted(Table table) {
    return table.text(new Paint(session.surroundings().colours())::cell);
  }
}
