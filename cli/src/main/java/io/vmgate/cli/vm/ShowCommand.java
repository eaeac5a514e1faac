package io.vmgate.cli.vm;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm show}: everything about one machine. */
@Command(name = "show")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Mixin private WaitOptions wait = new WaitOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  /** Work in this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode machine = new Machines(session).find(vm);
    String id = machine.path("id").asString();
    wait.awaitIfAsked(session, java.util.List.of(machine));
    JsonNode detail = session.api().get("/vms/" + id, new Query());
    output.write(
        session.out(),
        detail,
        () -> DetailText.of(detail, output.format(), session),
        () -> Machines.qualifiedName(detail.path("basicInfo")) + "\n");
    return ExitCode.OK.number();
  }
}
