package io.vmgate.cli.access;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.session.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code vm service create}: publish ports of a machine. */
@Command(name = "create")
final class CreateCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Option(names = "--type", paramLabel = "TYPE", defaultValue = "NodePort")
  private String type = "";

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT[:TARGET[:NODEPORT]][/PROTOCOL][=NAME]",
      required = true,
      split = ",",
      converter = PortWord.Reader.class)
  private List<PortWord> ports = List.of();

  @Option(names = "--name", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = "--expires", paramLabel = "TIME")
  private @Nullable String expires;

  @Option(names = "--allow-from", paramLabel = "CIDR", split = ",")
  private @Nullable List<String> allowFrom;

  @Option(names = "--idempotency-key", paramLabel = "KEY")
  private @Nullable String idempotencyKey;

  @Option(names = "--wait")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Timeouts.class)
  private Duration timeout = Duration.ofMinutes(10);

  @Mixin private OutputOptions output = new OutputOptions();

  CreateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Services services = new Services(session, vm);
    String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    JsonNode made = session.api().post(services.creation(), body(), Map.of("Idempotency-Key", key));
    for (JsonNode warning : made.path("extra").path("warnings")) {
      session.err().println("vm: " + warning.path("message").asString(""));
    }
    JsonNode shown = wait ? awaitRunning(services, made) : made;
    output.write(
        session.out(),
        shown,
        () -> services.text(List.of(inList(shown)), false),
        () -> Services.names(List.of(shown)));
    return ExitCode.OK.number();
  }

  private ObjectNode body() {
    ObjectNode body = Api.json().createObjectNode().put("serviceType", type);
    if (name != null) {
      body.put("serviceName", name);
    }
    ArrayNode list = body.putArray("ports");
    ports.forEach(port -> port.into(list.addObject()));
    if (expires != null) {
      expiry(body.withObject("extra"), expires);
    }
    if (allowFrom != null) {
      ArrayNode blocks = body.withObject("extra").putArray("allowFrom");
      allowFrom.forEach(blocks::add);
    }
    return body;
  }

  /** A time of the server's, or so long from now. */
  private static void expiry(ObjectNode extra, String word) {
    try {
      extra.put("expireTime", new Timeouts().convert(word).toSeconds());
    } catch (TypeConversionException noDuration) {
      extra.put("expireTime", word);
    }
  }

  /** A new one says its status elsewhere than a list does. */
  private static JsonNode inList(JsonNode service) {
    if (service.has("status")) {
      return service;
    }
    ObjectNode copy = (ObjectNode) service.deepCopy();
    copy.put("status", service.path("extra").path("status").asString(""));
    return copy;
  }

  private JsonNode awaitRunning(Services services, JsonNode made) {
    Deadline deadline = Deadline.in(timeout);
    String id = made.path("serviceId").asString();
    JsonNode now = made;
    while (true) {
      try {
        now = services.find(id);
        if (now.path("status").asString("").equals("running")) {
          return now;
        }
      } catch (ServerErrorException refused) {
        if (!refused.error().passes()) {
          throw refused;
        }
      } catch (UnreachableException away) {
        session.trace().note(String.valueOf(away.getMessage()));
      }
      if (!deadline.pause(PAUSE)) {
        throw new Refusal(
            ExitCode.TIMED_OUT,
            session
                .texts()
                .of(
                    "wait.timedOut",
                    made.path("serviceName").asString(""),
                    now.path("status").asString("?")),
            now.path("extra").path("message").asString(""));
      }
    }
  }
}
