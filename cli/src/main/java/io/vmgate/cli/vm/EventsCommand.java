package io.vmgate.cli.vm;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Changes;
import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Paint;
import io.vmgate.cli.terminal.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm events}: what happened to a machine, the newest below, and what happens then. */
@Command(name = "events")
public final class EventsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Option(names = {"-f", "--follow"})
  private boolean follow;

  @Option(names = "--type", paramLabel = "TYPE")
  private @Nullable String type;

  @Option(names = "--operator", paramLabel = "NAME")
  private @Nullable String operator;

  @Option(names = "--status", paramLabel = "STATUS")
  private @Nullable String status;

  @Option(names = "--from", paramLabel = "TIME")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME")
  private @Nullable String to;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50")
  private int limit;

  @Mixin private OutputOptions output = new OutputOptions();

  private final Set<String> shown = new HashSet<>();
  private List<Integer> widths = List.of();

  /** Work in this session. */
  public EventsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String id = new Machines(session).find(vm).path("id").asString();
    if (follow) {
      new Changes(session, new Query().with("vmId", id).with("kinds", "vm,task,console"))
          .follow(_ -> heard(id));
      return ExitCode.OK.number();
    }
    JsonNode data = read(id);
    List<JsonNode> events = data.path("list").valueStream().toList();
    output.write(session.out(), data, () -> text(events), () -> names(events));
    if (events.isEmpty() && output.isForPeople()) {
      session.err().println(session.texts().of("events.none"));
      session.err().flush();
    }
    return ExitCode.OK.number();
  }

  private JsonNode read(String id) {
    return session
        .api()
        .get(
            "/vms/" + id + "/events",
            new Query()
                .with("page", 1)
                .with("pageSize", limit)
                .with("eventType", type)
                .with("operator", operator)
                .with("status", status)
                .with("from", from)
                .with("to", to));
  }

  /** A change is a sign that something may have been written down: read that, as a list does. */
  private boolean heard(String id) {
    List<JsonNode> fresh = new ArrayList<>();
    for (JsonNode entry : read(id).path("list")) {
      // An operation is written down when it begins, and again when it ends.
      String key =
          entry.path("extra").path("eventId").asString("") + entry.path("status").asString("");
      if (shown.add(key)) {
        fresh.add(entry);
      }
    }
    switch (output.format()) {
      case TEXT, WIDE -> session.out().print(text(fresh));
      case JSON -> fresh.reversed().forEach(entry -> session.out().println(entry));
      case YAML ->
          fresh
              .reversed()
              .forEach(
                  entry -> {
                    session.out().println("---");
                    output.write(session.out(), entry, () -> "", () -> "");
                  });
      case NAME -> session.out().print(names(fresh.reversed()));
    }
    session.out().flush();
    return !session.out().checkError();
  }

  private String text(List<JsonNode> newestFirst) {
    if (newestFirst.isEmpty()) {
      return "";
    }
    Table table = EventTable.of(newestFirst.reversed(), output.format() == Format.WIDE, session);
    Paint paint = new Paint(session.surroundings().colours());
    if (widths.isEmpty()) {
      widths = table.widths();
      return table.text(paint::cell);
    }
    return table.rows(widths, paint::cell);
  }

  private static String names(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.path("extra").path("eventId").asString("") + "\n")
        .collect(Collectors.joining());
  }
}
