package io.vmgate.kubevirt.power;

import io.vmgate.domain.task.MachineSight;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads machines as they are, from their two objects. */
final class Sights {
  /** KubeVirt API: what a guest is given to shut down where nobody says otherwise. */
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private static final long MOST_GRACE_SECONDS = 3_600;

  private Sights() {}

  /**
   * Join machine and run.
   *
   * @param run a missing node when there is none
   */
  static MachineSight of(JsonNode machine, JsonNode run) {
    JsonNode spec = machine.path("spec");
    JsonNode status = machine.path("status");
    return new MachineSight(
        runStrategy(spec),
        status.path("printableStatus").asString("Unknown"),
        failure(status),
        isQueued(status, "Stop"),
        isQueued(status, "Start"),
        grace(spec.path("template").path("spec"), run.path("spec")),
        run.isMissingNode() ? null : run(run));
  }

  private static String runStrategy(JsonNode spec) {
    String strategy = spec.path("runStrategy").asString("");
    if (!strategy.isEmpty()) {
      return strategy;
    }
    return spec.path("running").asBoolean(false) ? "Always" : "Halted";
  }

  private static MachineSight.Run run(JsonNode run) {
    JsonNode status = run.path("status");
    return new MachineSight.Run(
        run.path("metadata").path("uid").asString(""),
        status.path("phase").asString(""),
        !run.path("metadata").path("deletionTimestamp").asString("").isEmpty(),
        condition(status, "Paused") != null);
  }

  private static boolean isQueued(JsonNode status, String action) {
    for (JsonNode request : status.path("stateChangeRequests")) {
      if (request.path("action").asString("").equals(action)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String failure(JsonNode status) {
    JsonNode failure = condition(status, "Failure");
    String message = failure == null ? "" : failure.path("message").asString("");
    return message.isEmpty() ? null : message;
  }

  private static @Nullable JsonNode condition(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asString("").equals(type)
          && condition.path("status").asString("").equals("True")) {
        return condition;
      }
    }
    return null;
  }

  private static Duration grace(JsonNode template, JsonNode run) {
    String field = "terminationGracePeriodSeconds";
    long seconds = run.path(field).asLong(template.path(field).asLong(DEFAULT_GRACE_SECONDS));
    return Duration.ofSeconds(Math.clamp(seconds, 0, MOST_GRACE_SECONDS));
  }
}
