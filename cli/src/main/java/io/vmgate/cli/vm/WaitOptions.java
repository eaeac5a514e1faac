package io.vmgate.cli.vm;

import io.vmgate.cli.http.Answer;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.session.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/** Waiting until machines stand as they should. */
public final class WaitOptions {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String USUAL = "10m";

  @Option(names = "--wait-for", paramLabel = "status=WORD[,WORD]", converter = Goal.Reader.class)
  private @Nullable Goal goal;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = USUAL,
      converter = Timeouts.class)
  private Duration timeout = Duration.ofMinutes(10);

  /** The statuses that are waited for. */
  record Goal(Set<String> statuses) {
    private static final String FORM = "status=";

    Goal {
      statuses = Set.copyOf(statuses);
    }

    /** Reads {@code status=running}. */
    static final class Reader implements ITypeConverter<Goal> {
      @Override
      public Goal convert(String value) {
        if (!value.matches("status=[a-z]+(,[a-z]+)*")) {
          throw new TypeConversionException("status=running");
        }
        return new Goal(Set.of(value.substring(FORM.length()).split(",")));
      }
    }
  }

  /** Begin to wait. */
  public Deadline deadline() {
    return Deadline.in(timeout);
  }

  /** Wait for the goal, if one was given; at most as long as was said. */
  public void awaitIfAsked(Session session, List<JsonNode> machines) {
    awaitIfAsked(session, machines, deadline());
  }

  /** The same, of the time that is left. */
  public void awaitIfAsked(Session session, List<JsonNode> machines, Deadline deadline) {
    if (goal == null) {
      return;
    }
    for (JsonNode vm : machines) {
      await(session, vm, goal, deadline);
    }
  }

  private static void await(Session session, JsonNode vm, Goal goal, Deadline deadline) {
    String status = vm.path("status").asString("");
    String tag = "";
    while (true) {
      try {
        Answer answer = session.api().get("/vms/" + vm.path("id").asString(), new Query(), tag);
        if (!answer.unchanged()) {
          status = answer.data().path("basicInfo").path("status").asString("");
          tag = answer.entityTag();
        }
        if (goal.statuses().contains(status)) {
          return;
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
            session.texts().of("wait.timedOut", Machines.qualifiedName(vm), status));
      }
    }
  }
}
