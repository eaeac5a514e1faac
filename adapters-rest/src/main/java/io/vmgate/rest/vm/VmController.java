package io.vmgate.rest.vm;

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
import io.vmgate.application.vm.ListVms;
import io.vmgate.application.vm.ShowVm;
import io.vmgate.domain.auth.Caller;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
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
  private final VmViewMapper views;
  private final ObservedAnswers answers;

  VmController(
      ListVms listVms,
      ShowVm showVm,
      ListNamespaces listNamespaces,
      VmViewMapper views,
      ObservedAnswers answers) {
    this.listVms = listVms;
    this.showVm = showVm;
    this.listNamespaces = listNamespaces;
    this.views = views;
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
          "Everything about one machine. Permission: vm:query."
              + " Errors: 40102, 40103, 40301, 40302, 40401, 42901, 50301.")
  @Get("/vms/{vmId}")
  HttpResponse<Envelope<VmDetailView>> show(
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id", example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb")
          @PathVariable
          String vmId) {
    return answers.answer(showVm.show(caller, vmId), views::detail);
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
