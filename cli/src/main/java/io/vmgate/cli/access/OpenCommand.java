package io.vmgate.cli.access;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm service open}: what a service leads to, in a browser. */
@Command(name = "open")
final class OpenCommand implements Callable<Integer> {
  private static final String USUAL = "xdg-open";

  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm", index = "0")
  private String vm = "";

  @Parameters(paramLabel = "SERVICE", descriptionKey = "service.only", index = "1", arity = "0..1")
  private @Nullable String word;

  @Option(names = "--scheme", paramLabel = "SCHEME")
  private @Nullable String scheme;

  @Option(names = "--browser", paramLabel = "COMMAND")
  private @Nullable String browser;

  @Option(names = "--print")
  private boolean printOnly;

  OpenCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode service = new Services(session, vm).find(word);
    String address = service.path("accessAddr").asString("");
    if (address.isEmpty()) {
      throw new Refusal(
          ExitCode.CONFLICT,
          session.texts().of("service.noAddress", service.path("serviceName").asString("")),
          service.path("extra").path("message").asString(""));
    }
    String url = scheme(service) + "://" + address;
    session.out().println(url);
    session.out().flush();
    if (!printOnly) {
      open(url);
    }
    return ExitCode.OK.number();
  }

  /** What a port speaks nobody knows; the usual numbers are a good guess. */
  private String scheme(JsonNode service) {
    if (scheme != null) {
      return scheme;
    }
    JsonNode port = service.path("ports").path(0);
    boolean secure =
        Stream.of("port", "targetPort")
            .anyMatch(field -> List.of(443, 8443).contains(port.path(field).asInt(0)));
    return secure ? "https" : "http";
  }

  private void open(String url) {
    String command = browser == null ? USUAL : browser;
    try {
      new ProcessBuilder(
              Stream.concat(Stream.of(command.strip().split("\\s+", -1)), Stream.of(url)).toList())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException missing) {
      throw new Refusal(ExitCode.USAGE, session.texts().of("service.noBrowser", command));
    }
  }
}
