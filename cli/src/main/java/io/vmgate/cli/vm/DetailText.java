package io.vmgate.cli.vm;

import static io.vmgate.cli.vm.VmTable.text;

import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.DisplayWidth;
import io.vmgate.cli.terminal.Paint;
import io.vmgate.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A machine's details, for people. */
final class DetailText {
  private static final String GAP = "   ";

  private final Session session;
  private final boolean wide;
  private final Paint paint;
  private final StringBuilder text = new StringBuilder();

  private DetailText(Session session, boolean wide) {
    this.session = session;
    this.wide = wide;
    this.paint = new Paint(session.surroundings().colours());
  }

  static String of(JsonNode detail, Format format, Session session) {
    DetailText written = new DetailText(session, format == Format.WIDE);
    written.facts(detail);
    written.section("networks", networks(detail), "interface", "network", "ip", "gateway", "mac");
    written.section("disks", disks(detail), "disk", "size", "type", "class", "source");
    written.section(
        "events",
        detail.path("eventInfo").valueStream().map(EventTable::shortRow).toList(),
        "time",
        "event",
        "status",
        "operator",
        "message");
    return written.text.toString();
  }

  private void facts(JsonNode detail) {
    JsonNode vm = detail.path("basicInfo");
    JsonNode extra = vm.path("extra");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", Machines.qualifiedName(vm));
    facts.put("id", text(vm, "id"));
    facts.put("status", text(vm, "status"));
    facts.put("reason", text(extra, "statusMessage"));
    facts.put("vcpu", text(vm, "vCPU"));
    facts.put("memory", VmTable.memory(vm.path("memory")));
    facts.put("image", text(vm, "image"));
    facts.put("os", text(extra, "guestOs"));
    facts.put("node", text(vm, "nodeName"));
    facts.put("ip", text(vm, "accessIp"));
    facts.put("service", text(vm.path("serviceInfo"), "accessAddr"));
    facts.put("created", text(vm, "createTime"));
    facts.put("started", text(extra, "startTime"));
    facts.put("consoles", words(detail.path("consoleInfo").path("supportProtocols")));
    if (wide) {
      facts.put("runStrategy", text(extra, "runStrategy"));
      facts.put("instancetype", text(extra, "instancetype"));
      facts.put("preference", text(extra, "preference"));
      facts.put("agent", text(extra, "agentConnected"));
      facts.put("migratable", text(extra, "liveMigratable"));
      facts.put(
          "labels",
          extra
              .path("labels")
              .propertyStream()
              .map(label -> label.getKey() + "=" + label.getValue().asString(""))
              .collect(Collectors.joining(", ")));
    }
    facts.values().removeIf(String::isEmpty);
    write(facts);
  }

  private void write(Map<String, String> facts) {
    int widest =
        facts.keySet().stream().mapToInt(key -> DisplayWidth.of(label(key))).max().orElse(0);
    facts.forEach(
        (key, value) ->
            text.append(label(key))
                .repeat(' ', widest - DisplayWidth.of(label(key)))
                .append(GAP)
                .append(paint.cell(Table.harmless(value)))
                .append('\n'));
  }

  private String label(String key) {
    return session.texts().of("column." + key);
  }

  private void section(String title, List<List<String>> rows, String... columns) {
    if (rows.isEmpty()) {
      return;
    }
    Table table = new Table(java.util.Arrays.stream(columns).map(this::label).toList());
    rows.forEach(table::row);
    text.append('\n')
        .append(session.texts().of("section." + title))
        .append('\n')
        .append(table.text(paint::cell).indent(2));
  }

  private static List<List<String>> networks(JsonNode detail) {
    return detail
        .path("networkInfo")
        .valueStream()
        .map(
            card ->
                List.of(
                    text(card, "interfaceName"),
                    text(card, "networkType"),
                    text(card, "ip"),
                    text(card, "gateway"),
                    text(card, "mac")))
        .toList();
  }

  private static List<List<String>> disks(JsonNode detail) {
    return detail
        .path("storageInfo")
        .valueStream()
        .map(
            disk ->
                List.of(
                    text(disk, "diskName"),
                    disk.path("size").isNumber() ? text(disk, "size") + " GiB" : "",
                    text(disk, "type"),
                    text(disk, "storageClass"),
                    text(disk.path("extra"), "source")))
        .toList();
  }

  private static String words(JsonNode array) {
    return array.valueStream().map(word -> word.asString("")).collect(Collectors.joining(", "));
  }
}
