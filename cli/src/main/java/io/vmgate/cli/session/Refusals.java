package io.vmgate.cli.session;

import io.vmgate.cli.http.ServerError;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.terminal.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts what went wrong with a call into words for a person. */
public final class Refusals {
  private Refusals() {}

  /** What the server said, with what is wrong with each field and which task is in the way. */
  public static Refusal of(ServerError error, Texts texts) {
    List<String> details = new ArrayList<>();
    error
        .data()
        .path("fieldErrors")
        .forEach(
            field ->
                details.add(
                    field.path("field").asString("") + ": " + field.path("reason").asString("")));
    String task = error.data().path("taskId").asString("");
    if (!task.isEmpty()) {
      details.add(texts.of("error.task", task));
    }
    return new Refusal(
        ExitCode.ofError(error.code()), error.code(), error.message(), error.requestId(), details);
  }

  /** That nobody answered. */
  public static Refusal of(UnreachableException away, Texts texts) {
    return new Refusal(
        ExitCode.UNREACHABLE, texts.of("server.unreachable", String.valueOf(away.getMessage())));
  }

  /**
   * Do one of several steps; when it fails, what the steps before came to is told with the error,
   * for it would be lost otherwise.
   *
   * @param so what is to be told, asked for when the step has failed
   */
  public static <T> T telling(Supplier<List<String>> so, Texts texts, Supplier<T> step) {
    try {
      return step.get();
    } catch (ServerErrorException refused) {
      throw with(so.get(), of(refused.error(), texts));
    } catch (UnreachableException away) {
      throw with(so.get(), of(away, texts));
    }
  }

  private static Refusal with(List<String> more, Refusal refusal) {
    List<String> details = new ArrayList<>(refusal.details());
    details.addAll(more);
    return new Refusal(
        refusal.exitCode(), refusal.code(), refusal.getMessage(), refusal.requestId(), details);
  }
}
