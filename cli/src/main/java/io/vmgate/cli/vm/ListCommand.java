package io.vmgate.cli.vm;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Paint;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code vm list}: all machines, one page of them, or all and then what changes. */
@Command(name = "list")
public final class ListCommand implements Callable<Integer> {
  private static final int USUAL_PAGE = 20;

  private final Session session;

  @Mixin private ListOptions which = new ListOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--page", paramLabel = "N")
  private @Nullable Integer page;

  @Option(names = "--page-size", paramLabel = "N")
  private @Nullable Integer pageSize;

  @Option(names = {"-w", "--watch"})
  private boolean watch;

  /** Work in this session. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (watch) {
      return new ListWatch(session, which, output).follow();
    }
    JsonNode data = page == null && pageSize == null ? everything() : onePage();
    List<JsonNode> machines = data.path("list").valueStream().toList();
    output.write(session.out(), data, () -> text(machines), () -> names(machines));
    tellPages(data, machines.size());
    return ExitCode.OK.number();
  }

  private JsonNode onePage() {
    return session
        .api()
        .get(
            "/vms",
            which
                .query()
                .with("page", page == null ? 1 : page)
                .with("pageSize", pageSize == null ? USUAL_PAGE : pageSize));
  }

  /** All pages as if they were one, in the contract's shape. */
  private JsonNode everything() {
    List<JsonNode> machines = Machines.all(session.api(), which.query());
    ObjectNode data = Api.json().createObjectNode();
    data.put("total", machines.size());
    data.put("pages", machines.isEmpty() ? 0 : 1);
    ArrayNode list = data.putArray("list");
    machines.forEach(list::add);
    return data;
  }

  private String text(List<JsonNode> machines) {
    if (machines.isEmpty()) {
      return "";
    }
    return VmTable.of(machines, output.format() == Format.WIDE, session)
        .text(new Paint(session.surroundings().colours())::cell);
  }

  static String names(List<JsonNode> machines) {
    return machines.stream()
        .map(vm -> Machines.qualifiedName(vm) + "\n")
        .collect(Collectors.joining());
  }

  /** Not part of the result, so that nothing but machines is on standard output. */
  private void tellPages(JsonNode data, int shown) {
    if (!output.isForPeople()) {
      return;
    }
    if (data.path("total").asInt(0) == 0) {
      session.err().println(session.texts().of("list.none"));
    } else if (page != null || pageSize != null) {
      session
          .err()
          .println(
              session
                  .texts()
                  .of(
                      "list.page",
                      shown,
                      data.path("total").asInt(),
                      page == null ? 1 : page,
                      data.path("pages").asInt()));
    }
    session.err().flush();
  }
}
