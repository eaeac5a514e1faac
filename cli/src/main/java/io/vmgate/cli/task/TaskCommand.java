package io.vmgate.cli.task;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Refusals;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.session.Timeouts;
import io.vmgate.cli.vm.Machines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code vm task}: how operations stand. */
@Command(name = "task")
public final class TaskCommand implements Callable<Integer> {
  private final Listing listing;

  private TaskCommand(Listing listing) {
    this.listing = listing;
  }

  /** The command with those below it. */
  public static CommandLine in(Session session) {
    return new CommandLine(new TaskCommand(new Listing(session)))
        .addSubcommand(new Listing(session))
        .addSubcommand(new Show(session))
        .addSubcommand(new Wait(session))
        .addSubcommand(new Cancel(session));
  }

  /** Without a word about what to do, the latest are listed. */
  @Override
  public Integer call() {
    return listing.call();
  }

  /** {@code vm task list}. */
  @Command(name = "list")
  static final class Listing implements Callable<Integer> {
    private static final int USUAL_PAGE = 20;

    private final Session session;

    @Option(names = "--vm", paramLabel = "VM")
    private @Nullable String vm;

    @Option(names = "--status", paramLabel = "STATUS")
    private @Nullable String status;

    @Option(names = "--operator", paramLabel = "NAME")
    private @Nullable String operator;

    @Option(names = "--parent", paramLabel = "TASK")
    private @Nullable String parent;

    @Option(names = "--page", paramLabel = "N")
    private int page = 1;

    @Option(names = "--page-size", paramLabel = "N")
    private int pageSize = USUAL_PAGE;

    @Mixin private OutputOptions output = new OutputOptions();

    Listing(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      String vmId = vm == null ? null : new Machines(session).find(vm).path("id").asString();
      JsonNode data =
          session
              .api()
              .get(
                  "/tasks",
                  new Query()
                      .with("page", page)
                      .with("pageSize", pageSize)
                      .with("vmId", vmId)
                      .with("status", status)
                      .with("operator", operator)
                      .with("parentId", parent));
      List<JsonNode> tasks = data.path("list").valueStream().toList();
      output.write(
          session.out(),
          data,
          () ->
              tasks.isEmpty()
                  ? ""
                  : new TaskRows(session).list(tasks, output.format() == Format.WIDE),
          () -> PowerCommand.lines(tasks.stream().map(Listing::id).toList()));
      if (tasks.isEmpty() && output.isForPeople()) {
        session.err().println(session.texts().of("task.none"));
        session.err().flush();
      }
      return ExitCode.OK.number();
    }

    private static String id(JsonNode task) {
      return task.path("taskId").asString("");
    }
  }

  /** {@code vm task show}. */
  @Command(name = "show")
  static final class Show implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "TASK", descriptionKey = "task")
    private String taskId = "";

    @Mixin private OutputOptions output = new OutputOptions();

    Show(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      JsonNode task = session.api().get("/tasks/" + Query.encoded(taskId), new Query());
      boolean ofMany = task.path("extra").path("children").isObject();
      TaskRows rows = new TaskRows(session);
      output.write(
          session.out(),
          task,
          () ->
              rows.list(List.of(task), output.format() == Format.WIDE)
                  + (ofMany ? "\n" + rows.results(List.of(task)) : ""),
          () -> taskId + "\n");
      return ExitCode.OK.number();
    }
  }

  /** {@code vm task wait}. */
  @Command(name = "wait")
  static final class Wait implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "TASK", arity = "1..*", descriptionKey = "task")
    private List<String> taskIds = List.of();

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        defaultValue = "10m",
        converter = Timeouts.class)
    private Duration timeout = Duration.ofMinutes(10);

    @Mixin private OutputOptions output = new OutputOptions();

    Wait(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      List<JsonNode> tasks = new TaskWait(session).until(taskIds, Deadline.in(timeout));
      ArrayNode data = Api.json().createArrayNode();
      tasks.forEach(data::add);
      output.write(
          session.out(),
          data,
          () -> new TaskRows(session).results(tasks),
          () -> PowerCommand.lines(taskIds));
      boolean succeeded = tasks.stream().allMatch(PowerCommand::succeeded);
      return (succeeded ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  /** {@code vm task cancel}. */
  @Command(name = "cancel")
  static final class Cancel implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "TASK", arity = "1..*", descriptionKey = "task")
    private List<String> taskIds = List.of();

    @Mixin private OutputOptions output = new OutputOptions();

    Cancel(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      List<JsonNode> tasks = new ArrayList<>();
      for (String taskId : taskIds) {
        tasks.add(Refusals.telling(() -> done(tasks), session.texts(), () -> cancelled(taskId)));
      }
      ArrayNode data = Api.json().createArrayNode();
      tasks.forEach(data::add);
      output.write(
          session.out(),
          data,
          () -> new TaskRows(session).results(tasks),
          () -> PowerCommand.lines(taskIds));
      return ExitCode.OK.number();
    }

    private JsonNode cancelled(String taskId) {
      String path = "/tasks/" + Query.encoded(taskId);
      session.api().post(path + "/cancel", null, Map.of());
      return session.api().get(path, new Query());
    }

    private List<String> done(List<JsonNode> tasks) {
      return taskIds.stream()
          .limit(tasks.size())
          .map(taskId -> session.texts().of("error.done", taskId))
          .toList();
    }
  }
}
