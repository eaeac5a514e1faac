package io.vmgate.cli.access;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Refusals;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Paint;
import io.vmgate.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code vm service}: ports of machines, published. */
@Command(name = "service")
public final class ServiceCommand implements Runnable {
  private final Session session;

  @Spec private @Nullable CommandSpec spec;

  private ServiceCommand(Session session) {
    this.session = session;
  }

  /** The command with those below it. */
  public static CommandLine in(Session session) {
    return new CommandLine(new ServiceCommand(session))
        .addSubcommand(new Listing(session))
        .addSubcommand(new CreateCommand(session))
        .addSubcommand(new Delete(session))
        .addSubcommand(new OpenCommand(session))
        .addSubcommand(new Probe(session));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), session.texts().of("usage.noCommand"));
    }
  }

  /** {@code vm service list}. */
  @Command(name = "list")
  static final class Listing implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "VM", descriptionKey = "vm")
    private String vm = "";

    @Mixin private OutputOptions output = new OutputOptions();

    Listing(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Services services = new Services(session, vm);
      JsonNode data = services.all();
      List<JsonNode> all = data.valueStream().toList();
      output.write(
          session.out(),
          data,
          () -> all.isEmpty() ? "" : services.text(all, output.format() == Format.WIDE),
          () -> Services.names(all));
      if (all.isEmpty() && output.isForPeople()) {
        session.err().println(session.texts().of("service.nothing"));
        session.err().flush();
      }
      return ExitCode.OK.number();
    }
  }

  /** {@code vm service delete}. */
  @Command(name = "delete")
  static final class Delete implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "VM", descriptionKey = "vm", index = "0")
    private String vm = "";

    @Parameters(paramLabel = "SERVICE", descriptionKey = "service", index = "1..*", arity = "1..*")
    private List<String> words = List.of();

    @Mixin private OutputOptions output = new OutputOptions();

    Delete(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Services services = new Services(session, vm);
      List<JsonNode> found = new ArrayList<>();
      words.forEach(word -> found.add(services.find(word)));
      ArrayNode data = Api.json().createArrayNode();
      for (JsonNode service : found) {
        Refusals.telling(
            () -> done(data), session.texts(), () -> session.api().delete(services.of(service)));
        data.add(service);
      }
      output.write(session.out(), data, () -> Services.names(found), () -> Services.names(found));
      return ExitCode.OK.number();
    }

    private List<String> done(JsonNode removed) {
      return removed
          .valueStream()
          .map(service -> service.path("serviceName").asString(""))
          .map(name -> session.texts().of("error.done", name))
          .toList();
    }
  }

  /** {@code vm service probe}. */
  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "VM", descriptionKey = "vm", index = "0")
    private String vm = "";

    @Parameters(
        paramLabel = "SERVICE",
        descriptionKey = "service.only",
        index = "1",
        arity = "0..1")
    private @Nullable String word;

    @Mixin private OutputOptions output = new OutputOptions();

    Probe(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Services services = new Services(session, vm);
      JsonNode service = services.find(word);
      JsonNode report = session.api().get(services.of(service) + "/probe", new Query());
      boolean reachable = report.path("reachable").asBoolean(false);
      output.write(
          session.out(),
          report,
          () -> text(report),
          () -> reachable ? service.path("serviceName").asString("") + "\n" : "");
      return (reachable ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private String text(JsonNode report) {
      Table table =
          new Table(
              Stream.of("target", "address", "port", "reachable", "milliseconds", "message")
                  .map(key -> session.texts().of("column." + key))
                  .toList());
      for (JsonNode check : report.path("checks")) {
        table.row(
            Stream.of("target", "address", "port", "reachable", "milliseconds", "message")
                .map(field -> cell(check, field))
                .collect(Collectors.toList()));
      }
      return table.text(new Paint(session.surroundings().colours())::cell);
    }

    private String cell(JsonNode check, String field) {
      return switch (field) {
        case "reachable" ->
            session.texts().of(check.path(field).asBoolean(false) ? "answer.yes" : "answer.no");
        case "port" -> check.path(field).asString("") + "/" + check.path("protocol").asString("");
        default -> check.path(field).asString("");
      };
    }
  }
}
