package io.vmgate.cli.task;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Refusals;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Table;
import io.vmgate.cli.vm.Machines;
import io.vmgate.cli.vm.WaitOptions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code vm start} and its like: one operation on any number of machines. */
@Command
public class PowerCommand implements Callable<Integer> {
  private final Session session;
  private final String action;

  @Parameters(paramLabel = "VM", arity = "1..*", descriptionKey = "vms")
  private List<String> vms = List.of();

  @Option(names = "--no-wait")
  private boolean noWait;

  @Option(names = "--dry-run")
  private boolean dryRun;

  @Option(names = "--idempotency-key", paramLabel = "KEY")
  private @Nullable String idempotencyKey;

  @Mixin private WaitOptions wait = new WaitOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  /** Carry out this operation of the contract. */
  public PowerCommand(Session session, String action) {
    this.session = session;
    this.action = action;
  }

  /** Whether the guest gets no time to shut down. */
  boolean force() {
    return false;
  }

  @Override
  public final Integer call() {
    // All of them first: a name that is wrong must not be found out half-way.
    List<JsonNode> machines = new Machines(session).findAll(vms);
    if (dryRun) {
      return tellWhatWouldBe(machines);
    }
    Deadline deadline = wait.deadline();
    Operations operations = new Operations(session, idempotencyKey);
    List<String> taskIds = operations.begin(action, machines, force());
    if (noWait) {
      ArrayNode ids = Api.json().createArrayNode();
      taskIds.forEach(ids::add);
      String lines = lines(taskIds);
      output.write(session.out(), ids, () -> lines, () -> lines);
      return ExitCode.OK.number();
    }
    List<JsonNode> tasks =
        Refusals.telling(
            () -> operations.begun(taskIds),
            session.texts(),
            () -> new TaskWait(session).until(taskIds, deadline));
    boolean succeeded = tasks.stream().allMatch(PowerCommand::succeeded);
    if (succeeded) {
      wait.awaitIfAsked(session, machines, deadline);
    }
    ArrayNode data = Api.json().createArrayNode();
    tasks.forEach(data::add);
    output.write(
        session.out(), data, () -> new TaskRows(session).results(tasks), () -> lines(taskIds));
    return (succeeded ? ExitCode.OK : ExitCode.FAILED).number();
  }

  static boolean succeeded(JsonNode task) {
    return task.path("status").asString("").equals("success");
  }

  static String lines(List<String> words) {
    return words.stream().map(word -> word + "\n").collect(Collectors.joining());
  }

  private int tellWhatWouldBe(List<JsonNode> machines) {
    ArrayNode data = Api.json().createArrayNode();
    Table table =
        new Table(
            List.of(
                session.texts().of("column.machine"),
                session.texts().of("column.status"),
                session.texts().of("column.wouldBe")));
    for (JsonNode vm : machines) {
      data.add(vm);
      table.row(
          List.of(
              Machines.qualifiedName(vm),
              vm.path("status").asString(""),
              force() ? action + " (force)" : action));
    }
    output.write(
        session.out(),
        data,
        table::text,
        () -> lines(machines.stream().map(Machines::qualifiedName).toList()));
    return ExitCode.OK.number();
  }
}
