package io.vmgate.rest.task;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vmgate.application.task.OperateVm;
import io.vmgate.application.task.OperateVms;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskId;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.IdempotencyKeys;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accepts operations; whoever asked finds out by the task how they went. */
@Tag(name = "operation")
@ApiResponse(responseCode = "200", description = "Accepted: a task carries it out")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller("/api/v1/vms")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class OperationController {
  private static final String ERRORS =
      " Errors: 40001, 40002, 40102, 40103, 40301, 40302, 40401, 40901, 40902, 40904, 42901, 50301.";

  private final OperateVm operateVm;
  private final OperateVms operateVms;
  private final JsonBodies bodies;
  private final Messages messages;

  OperationController(
      OperateVm operateVm, OperateVms operateVms, JsonBodies bodies, Messages messages) {
    this.operateVm = operateVm;
    this.operateVms = operateVms;
    this.bodies = bodies;
    this.messages = messages;
  }

  @Operation(
      operationId = "startVm",
      summary = "启动VM / Start a virtual machine",
      description = "Starts a machine that is stopped. Permission: vm:start." + ERRORS)
  @Post("/{vmId}/start")
  Envelope<AcceptedView> start(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(content = @Content(schema = @Schema(implementation = OperationBody.class))) @Body
          @Nullable String body) {
    return operate(request, caller, vmId, TaskAction.START, key, body);
  }

  @Operation(
      operationId = "stopVm",
      summary = "停止VM / Stop a virtual machine",
      description =
          "Asks the guest to shut down; with force it is cut off, even while it is shutting down. Permission: vm:stop."
              + ERRORS)
  @Post("/{vmId}/stop")
  Envelope<AcceptedView> stop(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(content = @Content(schema = @Schema(implementation = OperationBody.class))) @Body
          @Nullable String body) {
    return operate(request, caller, vmId, TaskAction.STOP, key, body);
  }

  @Operation(
      operationId = "restartVm",
      summary = "重启VM / Restart a virtual machine",
      description =
          "Stops the machine and starts it again; with force the guest gets no time to shut down. Permission: vm:restart."
              + ERRORS)
  @Post("/{vmId}/restart")
  Envelope<AcceptedView> restart(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(content = @Content(schema = @Schema(implementation = OperationBody.class))) @Body
          @Nullable String body) {
    return operate(request, caller, vmId, TaskAction.RESTART, key, body);
  }

  @Operation(
      operationId = "pauseVm",
      summary = "暂停VM / Pause a virtual machine",
      description =
          "Halts the processors of a running machine; memory stays. Permission: vm:pause." + ERRORS)
  @Post("/{vmId}/pause")
  Envelope<AcceptedView> pause(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(content = @Content(schema = @Schema(implementation = OperationBody.class))) @Body
          @Nullable String body) {
    return operate(request, caller, vmId, TaskAction.PAUSE, key, body);
  }

  @Operation(
      operationId = "unpauseVm",
      summary = "恢复VM / Unpause a virtual machine",
      description = "Lets a paused machine go on. Permission: vm:pause." + ERRORS)
  @Post("/{vmId}/unpause")
  Envelope<AcceptedView> unpause(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(content = @Content(schema = @Schema(implementation = OperationBody.class))) @Body
          @Nullable String body) {
    return operate(request, caller, vmId, TaskAction.UNPAUSE, key, body);
  }

  @Operation(
      operationId = "operateVms",
      summary = "批量操作VM / Operate on many virtual machines",
      description =
          "One task for the batch and one for each machine; what cannot be done to one machine is"
              + " the failure of its own task and stops no other. Permission: as the action."
              + " Errors: 40001, 40002, 40102, 40103, 40301, 40302, 40904, 42901, 50301.")
  @Post("/batch")
  Envelope<AcceptedView> batch(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = BatchBody.class)))
          @Body
          @Nullable String body) {
    return accepted(
        request, operateVms.operate(caller, () -> BatchBody.read(bodies.read(body), key)));
  }

  private Envelope<AcceptedView> operate(
      HttpRequest<?> request,
      Caller caller,
      String vmId,
      TaskAction action,
      @Nullable String key,
      @Nullable String body) {
    return accepted(
        request,
        operateVm.operate(caller, vmId, action, () -> OperationBody.read(bodies.read(body), key)));
  }

  private Envelope<AcceptedView> accepted(HttpRequest<?> request, TaskId task) {
    return Envelope.success(
        messages.text(request, "task.ACCEPTED", List.of()), new AcceptedView(task.toString()));
  }
}
