package io.vmgate.rest.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
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
import io.vmgate.application.access.ListAccessServices;
import io.vmgate.application.access.ProbeService;
import io.vmgate.application.access.PublishPorts;
import io.vmgate.application.access.WithdrawService;
import io.vmgate.domain.auth.Caller;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.IdempotencyKeys;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.TimeFormat;
import io.vmgate.rest.vm.ObservedAnswers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes ports of machines, tells how they stand, and takes them back. */
@Tag(name = "access")
@ApiResponse(responseCode = "200", description = "Success")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller("/api/v1/vms/{vmId}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class AccessController {
  private final PublishPorts publishPorts;
  private final ListAccessServices listAccessServices;
  private final WithdrawService withdrawService;
  private final ProbeService probeService;
  private final AccessViewMapper views;
  private final ObservedAnswers answers;
  private final JsonBodies bodies;
  private final TimeFormat times;
  private final Messages messages;

  AccessController(
      PublishPorts publishPorts,
      ListAccessServices listAccessServices,
      WithdrawService withdrawService,
      ProbeService probeService,
      AccessViewMapper views,
      ObservedAnswers answers,
      JsonBodies bodies,
      TimeFormat times,
      Messages messages) {
    this.publishPorts = publishPorts;
    this.listAccessServices = listAccessServices;
    this.withdrawService = withdrawService;
    this.probeService = probeService;
    this.views = views;
    this.answers = answers;
    this.bodies = bodies;
    this.times = times;
    this.messages = messages;
  }

  @Operation(
      operationId = "publishPorts",
      summary = "访问Service创建 / Publish ports of a virtual machine",
      description =
          "Makes a Service that leads to the machine and goes with it; a stopped machine's answers"
              + " once it runs. extra.warnings tells of ports that will not be reached."
              + " Permission: vm:service:create."
              + " Errors: 40001, 40002, 40102, 40103, 40301, 40302, 40303, 40401, 40904, 40905,"
              + " 40908, 42901, 50201, 50301, 50401.")
  @Post("/access-service")
  Envelope<PublishedView> publish(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = IdempotencyKeys.HELP) @Header(IdempotencyKeys.HEADER)
          @Nullable String key,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = AccessBody.class)))
          @Body
          @Nullable String body) {
    return Envelope.success(
        messages.text(request, "access.PUBLISHED", List.of()),
        views.published(
            request,
            publishPorts.publish(
                caller, vmId, () -> AccessBody.read(bodies.read(body), times, key))));
  }

  @Operation(
      operationId = "listAccessServices",
      summary = "访问Service列表 / List access services",
      description =
          "The Services that lead to the machine, whoever made them: those reached from outside"
              + " first, then the oldest. Served from memory. Permission: vm:service:query."
              + " Errors: 40102, 40103, 40301, 40302, 40401, 42901, 50301.")
  @ApiResponse(responseCode = "304", description = "What If-None-Match names is still true")
  @Get("/access-services")
  HttpResponse<Envelope<List<AccessServiceView>>> list(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId) {
    return answers.answer(
        listAccessServices.list(caller, vmId), services -> views.list(request, services));
  }

  @Operation(
      operationId = "withdrawService",
      summary = "访问Service删除 / Remove an access service",
      description =
          "Removes a Service that the platform made, and no other. Permission: vm:service:delete."
              + " Errors: 40102, 40103, 40301, 40302, 40401, 40403, 40907, 42901, 50201, 50301,"
              + " 50401.")
  @Delete("/access-services/{serviceId}")
  Envelope<Object> withdraw(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = "The service's id") @PathVariable String serviceId) {
    withdrawService.withdraw(caller, vmId, serviceId);
    return Envelope.done(messages.text(request, "access.WITHDRAWN", List.of()));
  }

  @Operation(
      operationId = "probeService",
      summary = "访问Service连通性检测 / Try whether an access service answers",
      description =
          "Opens a TCP connection from the platform to each port of the service, at the address that"
              + " people use and at the machine itself, sends nothing, and tells how long that took or"
              + " why it failed. Permission: vm:service:query."
              + " Errors: 40102, 40103, 40301, 40302, 40401, 40403, 42901, 50301.")
  @Get("/access-services/{serviceId}/probe")
  Envelope<ProbeView> probe(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @Parameter(description = "The service's id") @PathVariable String serviceId) {
    return Envelope.success(views.probed(request, probeService.probe(caller, vmId, serviceId)));
  }
}
