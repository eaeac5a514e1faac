package io.vmgate.cli.vm;

import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Machines as rows. */
final class VmTable {
  private VmTable() {}

  static Table of(List<JsonNode> machines, boolean wide, Session session) {
    List<String> heading =
        new ArrayList<>(
            List.of("namespace", "name", "status", "vcpu", "memory", "ip", "node", "service"));
    if (wide) {
      heading.addAll(List.of("image", "os", "created", "reason", "id"));
    }
    Table table =
        new Table(heading.stream().map(key -> session.texts().of("column." + key)).toList());
    for (JsonNode vm : machines) {
      table.row(row(vm, wide));
    }
    return table;
  }

  private static List<String> row(JsonNode vm, boolean wide) {
    List<String> row =
        new ArrayList<>(
            List.of(
                text(vm, "namespace"),
                text(vm, "name"),
                text(vm, "status"),
                text(vm, "vCPU"),
                memory(vm.path("memory")),
                text(vm, "accessIp"),
                text(vm, "nodeName"),
                text(vm.path("serviceInfo"), "accessAddr")));
    if (wide) {
      row.addAll(
          List.of(
              text(vm, "image"),
              text(vm.path("extra"), "guestOs"),
              text(vm, "createTime"),
              text(vm.path("extra"), "statusMessage"),
              text(vm, "id")));
    }
    return row;
  }

  /** A field as text; empty when there is none. */
  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** MiB as people say it. */
  static String memory(JsonNode mebibytes) {
    if (!mebibytes.isNumber()) {
      return "";
    }
    long size = mebibytes.asLong();
    return size % 1024 == 0 && size > 0 ? size / 1024 + " GiB" : size + " MiB";
  }
}
