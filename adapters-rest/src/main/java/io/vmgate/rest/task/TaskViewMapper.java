package io.vmgate.rest.task;

import io.micronaut.http.HttpRequest;
import io.vmgate.application.task.TaskReport;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Tally;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.vm.VmName;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.TimeFormat;
import io.vmgate.rest.task.TaskView.ChildView;
import io.vmgate.rest.task.TaskView.ChildrenView;
import io.vmgate.rest.task.TaskView.ResultView;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows tasks in the reader's language. */
@Singleton
public final class TaskViewMapper {
  private final Messages messages;
  private final JsonBodies bodies;
  private final TimeFormat times;

  TaskViewMapper(Messages messages, JsonBodies bodies, TimeFormat times) {
    this.messages = messages;
    this.bodies = bodies;
    this.times = times;
  }

  TaskListView list(HttpRequest<?> request, Page<TaskReport> page) {
    return new TaskListView(
        page.total(),
        page.pages(),
        page.items().stream().map(report -> view(request, report)).toList());
  }

  TaskView view(HttpRequest<?> request, TaskReport report) {
    Locale language = Messages.language(request);
    return view(language, report.task(), report.progress(), children(language, report.children()));
  }

  /**
   * Show a task that has changed; of a batch the operations are counted but not listed.
   *
   * @param tally null for a single task
   * @return what is to be written as JSON
   */
  public Object changed(Locale language, Task task, @Nullable Tally tally) {
    return tally == null
        ? view(language, task, task.progress(), null)
        : view(
            language,
            task,
            tally.progress(),
            new ChildrenView(
                tally.total(), tally.running(), tally.success(), tally.failed(), List.of()));
  }

  private TaskView view(Locale language, Task task, int progress, @Nullable ChildrenView children) {
    Task.Subject subject = task.subject();
    VmName name = subject == null ? null : subject.name();
    return new TaskView(
        task.id().toString(),
        task.state().status().wireName(),
        progress,
        result(task, children),
        errorMessage(language, task),
        new TaskView.Extra(
            task.action().wireName(),
            task.force(),
            subject == null ? null : subject.id(),
            name == null ? null : name.name(),
            name == null ? null : name.namespace(),
            task.operator(),
            times.write(task.createdAt()),
            times.writeOrNull(task.state().endedAt()),
            step(task),
            cause(task),
            task.parent() == null ? null : task.parent().toString(),
            children,
            task.extra() == null ? null : bodies.readObject(task.extra())));
  }

  private @Nullable ChildrenView children(Locale language, @Nullable Children children) {
    return children == null
        ? null
        : new ChildrenView(
            children.tasks().size(),
            children.count(TaskStatus.RUNNING),
            children.count(TaskStatus.SUCCESS),
            children.count(TaskStatus.FAILED),
            children.tasks().stream().map(task -> child(language, task)).toList());
  }

  private ChildView child(Locale language, Task task) {
    Task.Subject subject = task.subject();
    VmName name = subject == null ? null : subject.name();
    return new ChildView(
        task.id().toString(),
        subject == null ? "" : subject.id(),
        name == null ? null : name.name(),
        name == null ? null : name.namespace(),
        task.state().status().wireName(),
        task.progress(),
        errorMessage(language, task));
  }

  private static @Nullable ResultView result(Task task, @Nullable ChildrenView children) {
    if (!(task.state() instanceof TaskState.Succeeded)) {
      return null;
    }
    return children == null
        ? new ResultView(task.action().goal().wireName(), null)
        : new ResultView(null, children.total());
  }

  private @Nullable String errorMessage(Locale language, Task task) {
    return switch (task.state()) {
      case TaskState.Running _, TaskState.Succeeded _ -> null;
      case TaskState.Cancelled _ -> messages.text(language, "reason.CANCELLED", List.of());
      case TaskState.Failed(_, _, var reason) ->
          messages.text(language, "reason." + reason.cause().name(), reason.arguments());
    };
  }

  private static String step(Task task) {
    return switch (task.state()) {
      case TaskState.Running(var step, _) -> step.wireName();
      case TaskState.Failed(_, var step, _) -> step.wireName();
      case TaskState.Succeeded _ -> "done";
      case TaskState.Cancelled _ -> "cancelled";
    };
  }

  private static @Nullable String cause(Task task) {
    return switch (task.state()) {
      case TaskState.Running _, TaskState.Succeeded _ -> null;
      case TaskState.Cancelled _ -> "CANCELLED";
      case TaskState.Failed(_, _, var reason) -> reason.cause().name();
    };
  }
}
