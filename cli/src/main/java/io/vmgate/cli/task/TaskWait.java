package io.vmgate.cli.task;

import io.vmgate.cli.http.Answer;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerError;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Waits for tasks by long polls, over answers that are lost and servers that are away. */
final class TaskWait {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long LONGEST_POLL_SECONDS = 30;

  private final Session session;

  TaskWait(Session session) {
    this.session = session;
  }

  /**
   * Wait until all have ended.
   *
   * @return how each ended, in the same order
   * @throws Refusal when the time is up; the tasks go on, and the refusal names them
   */
  List<JsonNode> until(List<String> taskIds, Deadline deadline) {
    List<JsonNode> ended = new ArrayList<>();
    try (Progress progress = new Progress(session.surroundings())) {
      for (String taskId : taskIds) {
        ended.add(one(taskId, taskIds, deadline, progress));
      }
    }
    return List.copyOf(ended);
  }

  private JsonNode one(String taskId, List<String> all, Deadline deadline, Progress progress) {
    String tag = "";
    while (true) {
      try {
        Query query = new Query();
        if (!tag.isEmpty()) {
          // Rounded up: a poll of nothing would spin through the last second.
          query.with("wait", Math.min(LONGEST_POLL_SECONDS, deadline.left().toSeconds() + 1));
        }
        Answer answer = session.api().get("/tasks/" + Query.encoded(taskId), query, tag);
        if (!answer.unchanged()) {
          JsonNode task = answer.data();
          if (!task.path("status").asString("").equals("running")) {
            return task;
          }
          progress.show(label(task), task.path("progress").asInt(0));
          tag = answer.entityTag();
        }
        if (deadline.left().isZero()) {
          throw timedOut(all);
        }
      } catch (ServerErrorException refused) {
        ServerError error = refused.error();
        if (!error.passes()) {
          throw refused;
        }
        pause(deadline, Duration.ofSeconds(error.retryAfterSeconds()), all);
      } catch (UnreachableException away) {
        session.trace().note(String.valueOf(away.getMessage()));
        pause(deadline, PAUSE, all);
      }
    }
  }

  private void pause(Deadline deadline, Duration pause, List<String> all) {
    if (!deadline.pause(pause)) {
      throw timedOut(all);
    }
  }

  private Refusal timedOut(List<String> taskIds) {
    return new Refusal(
        ExitCode.TIMED_OUT, session.texts().of("task.timedOut"), taskIds.toArray(String[]::new));
  }

  private String label(JsonNode task) {
    JsonNode extra = task.path("extra");
    String action = extra.path("action").asString("");
    JsonNode children = extra.path("children");
    if (children.isObject()) {
      return session
          .texts()
          .of(
              "task.batchProgress",
              action,
              children.path("success").asInt(0) + children.path("failed").asInt(0),
              children.path("total").asInt(0),
              children.path("failed").asInt(0));
    }
    return extra.path("vmName").asString("") + " " + action + " " + extra.path("step").asString("");
  }
}
