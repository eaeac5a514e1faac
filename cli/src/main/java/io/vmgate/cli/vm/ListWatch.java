package io.vmgate.cli.vm;

import io.vmgate.cli.http.EventStream.Event;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Changes;
import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Paint;
import io.vmgate.cli.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows the list, and then every machine of it that changes.
 *
 * <p>Whether a changed machine belongs to the list is the server's to say: filters mean there what
 * they mean in a list. So a change is only a sign to ask again.
 */
final class ListWatch {
  private static final int NO_SUCH_MACHINE = 40401;

  private final Session session;
  private final ListOptions which;
  private final OutputOptions output;
  private Map<String, JsonNode> shown = new LinkedHashMap<>();
  private List<Integer> widths = List.of();

  ListWatch(Session session, ListOptions which, OutputOptions output) {
    this.session = session;
    this.which = which;
    this.output = output;
  }

  int follow() {
    new Changes(session, new Query().with("kinds", "vm")).follow(this::heard);
    return ExitCode.OK.number();
  }

  private boolean heard(Event event) {
    Map<String, JsonNode> now = new LinkedHashMap<>();
    for (JsonNode vm : Machines.all(session.api(), which.query())) {
      now.put(vm.path("id").asString(), vm);
    }
    List<JsonNode> changed = new ArrayList<>();
    now.forEach(
        (id, vm) -> {
          if (!vm.equals(shown.get(id))) {
            changed.add(vm);
          }
        });
    shown.forEach(
        (id, vm) -> {
          if (!now.containsKey(id)) {
            changed.add(left(id, vm));
          }
        });
    shown = now;
    show(changed);
    return !session.out().checkError();
  }

  /** What is no more, or as it stands now that it is no longer one of those asked for. */
  private JsonNode left(String id, JsonNode vm) {
    if (!which.mayLetGo()) {
      return gone(vm);
    }
    try {
      return session.api().get("/vms/" + id, new Query()).path("basicInfo");
    } catch (ServerErrorException refused) {
      if (refused.error().code() == NO_SUCH_MACHINE) {
        return gone(vm);
      }
      throw refused;
    }
  }

  /** The contract's stream says it likewise. */
  private static JsonNode gone(JsonNode vm) {
    ObjectNode gone = (ObjectNode) vm.deepCopy();
    gone.put("status", "gone");
    ((ObjectNode) gone.withObject("extra")).put("deleted", true);
    return gone;
  }

  private void show(List<JsonNode> changed) {
    switch (output.format()) {
      case TEXT, WIDE -> print(changed);
      // A line a machine: what follows never ends, so it can be no single document.
      case JSON -> changed.forEach(vm -> session.out().println(vm));
      case YAML ->
          changed.forEach(
              vm -> {
                session.out().println("---");
                output.write(session.out(), vm, () -> "", () -> "");
              });
      case NAME -> session.out().print(ListCommand.names(changed));
    }
    session.out().flush();
  }

  private void print(List<JsonNode> changed) {
    if (changed.isEmpty()) {
      return;
    }
    Table table = VmTable.of(changed, output.format() == Format.WIDE, session);
    Paint paint = new Paint(session.surroundings().colours());
    if (widths.isEmpty()) {
      widths = table.widths();
      session.out().print(table.text(paint::cell));
    } else {
      session.out().print(table.rows(widths, paint::cell));
    }
  }
}
