package io.vmgate.cli.task;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.Refusals;
import io.vmgate.cli.session.Session;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks for operations: one call for a machine, one for every 200 of several.
 *
 * <p>Each call carries a key, so that it can be repeated when its answer was lost without being
 * carried out twice.
 */
final class Operations {
  private static final int MOST_IN_A_BATCH = 200;
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Session session;
  private final String key;

  Operations(Session session, @Nullable String key) {
    this.session = session;
    this.key = key == null ? UUID.randomUUID().toString() : key;
  }

  /** Begin the operation, and name the tasks that it became. */
  List<String> begin(String action, List<JsonNode> machines, boolean force) {
    ObjectNode body = Api.json().createObjectNode();
    if (force) {
      body.put("force", true);
    }
    if (machines.size() == 1) {
      return List.of(
          post("/vms/" + machines.getFirst().path("id").asString() + "/" + action, body, key));
    }
    List<String> taskIds = new ArrayList<>();
    for (int from = 0; from < machines.size(); from += MOST_IN_A_BATCH) {
      ObjectNode batch = body.deepCopy().put("action", action);
      var ids = batch.putArray("vmIds");
      machines.stream()
          .skip(from)
          .limit(MOST_IN_A_BATCH)
          .forEach(vm -> ids.add(vm.path("id").asString()));
      String itsKey = from == 0 ? key : key + "-" + from;
      taskIds.add(
          Refusals.telling(
              () -> begun(taskIds), session.texts(), () -> post("/vms/batch", batch, itsKey)));
    }
    return taskIds;
  }

  /** What goes on when this program does not: the tasks, and how the same command finds them. */
  List<String> begun(List<String> taskIds) {
    if (taskIds.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    taskIds.forEach(taskId -> lines.add(session.texts().of("error.begun", taskId)));
    lines.add(session.texts().of("error.key", key));
    return lines;
  }

  private String post(String path, JsonNode body, String itsKey) {
    Deadline patience = Deadline.in(PAUSE.multipliedBy(TRIES + 1L));
    for (int repetition = 1; ; repetition++) {
      try {
        return session
            .api()
            .post(path, body, Map.of("Idempotency-Key", itsKey))
            .path("taskId")
            .asString();
      } catch (UnreachableException lost) {
        // Where nobody listens nothing was begun: that is told at once.
        if (lost.getCause() instanceof ConnectException || repetition == TRIES) {
          throw lost;
        }
        patience.pause(PAUSE);
      } catch (ServerErrorException refused) {
        boolean worthIt = refused.error().passes() && refused.error().code() / 100 != 429;
        if (!worthIt || repetition == TRIES) {
          throw refused;
        }
        patience.pause(PAUSE);
      }
    }
  }
}
