package io.vmgate.rest.task;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vmgate.application.task.CancelTask;
import io.vmgate.application.task.ListTasks;
import io.vmgate.application.task.ShowTask;
import io.vmgate.application.task.TaskReport;
import io.vmgate.domain.auth.Caller;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.EntityTags;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.QueryFields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells how tasks stand. A call that waits holds a virtual thread and nothing else. */
@Tag(name = "task")
@ApiResponse(responseCode = "200", description = "Success")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller("/api/v1/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class TaskController {
  private static final int LONGEST_WAIT = 60;

  private final ShowTask showTask;
  private final ListTasks listTasks;
  private final CancelTask cancelTask;
  private final TaskViewMapper views;
  private final EntityTags tags;

  TaskController(
      ShowTask showTask,
      ListTasks listTasks,
      CancelTask cancelTask,
      TaskViewMapper views,
      EntityTags tags) {
    this.showTask = showTask;
    this.listTasks = listTasks;
    this.cancelTask = cancelTask;
    this.views = views;
    this.tags = tags;
  }

  @Operation(
      operationId = "showTask",
      summary = "操作状态查询 / Show a task",
      description =
          "How a task stands; with wait as soon as that changes. Permission: vm:query."
              + " Errors: 40001, 40102, 40103, 40301, 40302, 40402, 42901, 50301.")
  @ApiResponse(responseCode = "304", description = "What If-None-Match names is still true")
  @Get("/{taskId}")
  Envelope<TaskView> show(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The task's id") @PathVariable String taskId,
      @Parameter(
              description =
                  "Seconds to wait for a change; a task that has ended, or stands otherwise than"
                      + " If-None-Match says, is answered at once",
              schema = @Schema(type = "integer", minimum = "0", maximum = "60", defaultValue = "0"))
          @QueryValue
          @Nullable String wait) {
    QueryFields fields = new QueryFields();
    int seconds = fields.number("wait", wait, 0, 0, LONGEST_WAIT);
    fields.refuseIfWrong();
    TaskReport report =
        showTask.show(
            caller,
            taskId,
            Duration.ofSeconds(seconds),
            now -> !tags.isNews(request, Envelope.success(views.view(request, now))));
    return Envelope.success(views.view(request, report));
  }

  @Operation(
      operationId = "listTasks",
      summary = "任务列表查询 / List tasks",
      description =
          "One page of the tasks on machines that the caller can see, newest first."
              + " Permission: vm:query. Errors: 40001, 40102, 40103, 40301, 40302, 42901, 50301.")
  @ApiResponse(responseCode = "304", description = "What If-None-Match names is still true")
  @Get
  Envelope<TaskListView> list(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @RequestBean TaskListParameters parameters) {
    return Envelope.success(views.list(request, listTasks.list(caller, parameters.toQuery())));
  }

  @Operation(
      operationId = "cancelTask",
      summary = "取消任务 / Cancel a task",
      description =
          "Calls a task off while the cluster knows nothing of it; of a batch, the tasks for which"
              + " that is so. Permission: as the action."
              + " Errors: 40102, 40103, 40301, 40302, 40402, 40903, 42901, 50301.")
  @Post("/{taskId}/cancel")
  Envelope<TaskView> cancel(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The task's id") @PathVariable String taskId) {
    return Envelope.success(views.view(request, cancelTask.cancel(caller, taskId)));
  }
}
