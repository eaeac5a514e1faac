package io.vmgate.cli.auth;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.vm.Machines;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm permissions}: what the caller may do, or whether one thing is among it. */
@Command(name = "permissions")
public final class PermissionsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "OPERATION", arity = "0..1", descriptionKey = "operation")
  private @Nullable String operation;

  @Option(names = "--vm", paramLabel = "VM")
  private @Nullable String vm;

  @Mixin private OutputOptions output = new OutputOptions();

  /** Work in this session. */
  public PermissionsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return operation == null ? all() : one(operation);
  }

  private int all() {
    JsonNode permissions = session.api().get("/auth/me", new Query()).path("permissions");
    String lines =
        permissions
            .valueStream()
            .map(permission -> permission.asString("") + "\n")
            .collect(Collectors.joining());
    output.write(session.out(), permissions, () -> lines, () -> lines);
    return ExitCode.OK.number();
  }

  private int one(String asked) {
    // The contract's parameter is what follows the resource: vm:start and start mean the same.
    String bare = asked.startsWith("vm:") ? asked.substring("vm:".length()) : asked;
    String id = vm == null ? null : new Machines(session).find(vm).path("id").asString();
    JsonNode data =
        session
            .api()
            .get(
                "/auth/permissions",
                new Query()
                    .with("resourceType", "vm")
                    .with("operation", bare)
                    .with("resourceId", id));
    boolean permitted = data.path("hasPermission").asBoolean(false);
    String word = session.texts().of(permitted ? "answer.yes" : "answer.no") + "\n";
    output.write(session.out(), data, () -> word, () -> permitted ? "vm:" + bare + "\n" : "");
    return (permitted ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
