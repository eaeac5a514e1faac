package io.vmgate.cli.access;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Paint;
import io.vmgate.cli.terminal.Table;
import io.vmgate.cli.vm.Machines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The services of one machine. */
final class Services {
  private static final int NO_SUCH_SERVICE = 40403;

  private final Session session;
  private final String vmName;
  private final String path;

  Services(Session session, String vm) {
    this.session = session;
    JsonNode machine = new Machines(session).find(vm);
    this.vmName = Machines.qualifiedName(machine);
    this.path = "/vms/" + machine.path("id").asString();
  }

  /** Where new ones are asked for. */
  String creation() {
    return path + "/access-service";
  }

  /** Where this one stands. */
  String of(JsonNode service) {
    return path + "/access-services/" + Query.encoded(service.path("serviceId").asString());
  }

  JsonNode all() {
    return session.api().get(path + "/access-services", new Query());
  }

  /** Find one by its name or id; without a word there must be a single one. */
  JsonNode find(@Nullable String word) {
    List<JsonNode> all = all().valueStream().toList();
    if (word == null) {
      if (all.size() == 1) {
        return all.getFirst();
      }
      throw new Refusal(
          all.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
          all.isEmpty() ? NO_SUCH_SERVICE : 0,
          session.texts().of(all.isEmpty() ? "service.none" : "service.which", vmName),
          "",
          all.stream().map(service -> service.path("serviceName").asString("")).toList());
    }
    return all.stream()
        .filter(
            service ->
                service.path("serviceName").asString("").equals(word)
                    || service.path("serviceId").asString("").equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    ExitCode.NOT_FOUND,
                    NO_SUCH_SERVICE,
                    session.texts().of("service.unknown", vmName, word),
                    "",
                    List.of()));
  }

  String text(List<JsonNode> services, boolean wide) {
    List<String> heading =
        new ArrayList<>(List.of("service", "type", "address", "ports", "status"));
    if (wide) {
      heading.addAll(List.of("reason", "created", "expires", "allowFrom", "operator", "id"));
    }
    Table table =
        new Table(heading.stream().map(key -> session.texts().of("column." + key)).toList());
    for (JsonNode service : services) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  text(service, "serviceName"),
                  text(service, "serviceType"),
                  text(service, "accessAddr"),
                  ports(service.path("ports")),
                  text(service, "status")));
      if (wide) {
        JsonNode extra = service.path("extra");
        row.addAll(
            List.of(
                text(extra, "message"),
                text(service, "createTime"),
                text(extra, "expireTime"),
                extra
                    .path("allowFrom")
                    .valueStream()
                    .map(block -> block.asString(""))
                    .collect(Collectors.joining(",")),
                text(extra, "operator"),
                text(service, "serviceId")));
      }
      table.row(row);
    }
    return table.text(new Paint(session.surroundings().colours())::cell);
  }

  static String names(List<JsonNode> services) {
    return services.stream()
        .map(service -> text(service, "serviceName") + "\n")
        .collect(Collectors.joining());
  }

  /** As they are written when one is created: {@code 8080:80:30080/TCP}. */
  private static String ports(JsonNode ports) {
    return ports
        .valueStream()
        .map(
            port ->
                Stream.of("port", "targetPort", "nodePort")
                        .map(field -> text(port, field))
                        .filter(number -> !number.isEmpty())
                        .collect(Collectors.joining(":"))
                    + "/"
                    + port.path("extra").path("protocol").asString("TCP"))
        .collect(Collectors.joining(","));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
