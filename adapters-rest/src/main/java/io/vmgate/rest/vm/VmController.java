package io.vmgate.rest.vm;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
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
import io.vmgate.application.vm.ListNamespaces;
import io.vmgate.application.vm.ListVmEvents;
import io.vmgate.application.vm.ListVms;
import io.vmgate.application.vm.ShowVm;
import io.vmgate.domain.auth.Caller;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.TimeFormat;
import java.util.List;

/** Answered from memory, but a page may wait for a batch of changes: not on the event loop. */
@Tag(name = "vm")
@ApiResponse(responseCode = "200", description = "Success")
@ApiResponse(responseCode = "304", description = "What If-None-Match names is still true")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller("/api/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class VmController {
  private final ListVms listVms;
  private final ShowVm showVm;
  private final ListNamespaces listNamespaces;
  private final ListVmEvents listVmEvents;
  private final VmViewMapper views;
  private final EventViewMapper eventViews;
  private final TimeFormat times;
  private final ObservedAnswers answers;

  VmController(
      ListVms listVms,
      ShowVm showVm,
      ListNamespaces listNamespaces,
      ListVmEvents listVmEvents,
      VmViewMapper views,
      EventViewMapper eventViews,
      TimeFormat times,
      ObservedAnswers answers) {
    this.listVms = listVms;
    this.showVm = showVm;
    this.listNamespaces = listNamespaces;
    this.listVmEvents = listVmEvents;
    this.views = views;
    this.eventViews = eventViews;
    this.times = times;
    this.answers = answers;
  }

  @Operation(
      operationId = "listVms",
      summary = "VM列表查询 / List virtual machines",
      description =
          "One page of the machines that the caller can see, filtered and sorted. Served from memory;"
              + " while the cluster is lost the last known state is served and the header"
              + " X-Data-Stale-Seconds says how old it is. Permission: vm:query."
              + " Errors: 40001, 40102, 40103, 40301, 40302, 42901, 50301.")
  @Get("/vms")
  HttpResponse<Envelope<VmListView>> list(
      @Parameter(hidden = true) Caller caller, @RequestBean VmListParameters parameters) {
    return answers.answer(listVms.list(caller, parameters.toQuery()), views::list);
  }

  @Operation(
      operationId = "showVm",
      summary = "VM详情查询 / Show a virtual machine",
      description =
          "Everything about one machine, and the latest ten things that happened to it."
              + " Permission: vm:query."
              + " Errors: 40102, 40103, 40301, 40302, 40401, 42901, 50301.")
  @Get("/vms/{vmId}")
  HttpResponse<Envelope<VmDetailView>> show(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id", example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb")
          @PathVariable
          String vmId) {
    return answers.answer(showVm.show(caller, vmId), detail -> views.detail(request, detail));
  }

  @Operation(
      operationId = "listVmEvents",
      summary = "VM事件列表查询 / List what happened to a virtual machine",
      description =
          "One page of the operations of users and the changes seen in the cluster, newest first;"
              + " also of a machine that is no more. Permission: vm:query."
              + " Errors: 40001, 40102, 40103, 40301, 40302, 40401, 42901, 50301.")
  @Get("/vms/{vmId}/events")
  Envelope<EventListView> events(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id", example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb")
          @PathVariable
          String vmId,
      @RequestBean EventListParameters parameters) {
    return Envelope.success(
        eventViews.list(request, listVmEvents.list(caller, vmId, parameters.toQuery(times))));
  }

  @Operation(
      operationId = "listNamespaces",
      summary = "命名空间列表 / List namespaces",
      description =
          "The namespaces that the caller can see, by name, with the machines in each."
              + " Permission: vm:query. Errors: 40102, 40103, 40301, 40302, 42901, 50301.")
  @Get("/namespaces")
  HttpResponse<Envelope<List<NamespaceView>>> namespaces(@Parameter(hidden = true) Caller caller) {
    return answers.answer(
        listNamespaces.list(caller),
        counts ->
            counts.entrySet().stream()
                .map(entry -> new NamespaceView(entry.getKey(), entry.getValue()))
                .toList());
  }
}
