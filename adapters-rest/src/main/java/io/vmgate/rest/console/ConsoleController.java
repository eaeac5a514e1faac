package io.vmgate.rest.console;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
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
import io.vmgate.application.console.DisconnectConsole;
import io.vmgate.application.console.OpenConsole;
import io.vmgate.application.console.ShowConsole;
import io.vmgate.application.console.ShowScreen;
import io.vmgate.domain.auth.Caller;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes links to consoles, tells who is on them, and ends that. */
@Tag(name = "console")
@ApiResponse(responseCode = "200", description = "Success")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller("/api/v1/vms/{vmId}/console")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ConsoleController {
  private final OpenConsole openConsole;
  private final ShowConsole showConsole;
  private final ShowScreen showScreen;
  private final DisconnectConsole disconnectConsole;
  private final ConsoleViewMapper views;
  private final JsonBodies bodies;
  private final Messages messages;

  ConsoleController(
      OpenConsole openConsole,
      ShowConsole showConsole,
      ShowScreen showScreen,
      DisconnectConsole disconnectConsole,
      ConsoleViewMapper views,
      JsonBodies bodies,
      Messages messages) {
    this.openConsole = openConsole;
    this.showConsole = showConsole;
    this.showScreen = showScreen;
    this.disconnectConsole = disconnectConsole;
    this.views = views;
    this.bodies = bodies;
    this.messages = messages;
  }

  @Operation(
      operationId = "openConsole",
      summary = "控制台访问链接生成 / Make a console link",
      description =
          "Makes a web socket link that lets one person onto the machine's console, once, until it"
              + " expires. Nothing is opened yet and nobody is thrown out; extra.holder names who is"
              + " on that console now. Permission: vm:console:access."
              + " Errors: 40001, 40002, 40003, 40102, 40103, 40301, 40302, 40401, 40901, 42901,"
              + " 50301.")
  @Post
  Envelope<ConsoleLinkView> open(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @RequestBody(content = @Content(schema = @Schema(implementation = ConsoleBody.class))) @Body
          @Nullable String body) {
    return Envelope.success(
        views.link(
            request, openConsole.open(caller, vmId, () -> ConsoleBody.read(bodies.read(body)))));
  }

  @Operation(
      operationId = "showConsole",
      summary = "控制台连接状态 / Show who is on the console",
      description =
          "Whether anybody is on the machine's consoles, who, and how the last session ended."
              + " Permission: vm:console:access."
              + " Errors: 40102, 40103, 40301, 40302, 40401, 42901, 50301.")
  @ApiResponse(responseCode = "304", description = "What If-None-Match names is still true")
  @Get("/status")
  Envelope<ConsoleStatusView> status(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId) {
    return Envelope.success(views.status(request, showConsole.show(caller, vmId)));
  }

  @Operation(
      operationId = "showScreen",
      summary = "控制台截图 / Show the screen",
      description =
          "A picture of the machine's screen, at most a few seconds old, for thumbnails; whoever is"
              + " on the console notices nothing. Permission: vm:console:access."
              + " Errors: 40003, 40102, 40103, 40301, 40302, 40401, 40901, 42901, 50201, 50301,"
              + " 50401.")
  @ApiResponse(
      responseCode = "200",
      description = "A PNG image",
      content =
          @Content(
              mediaType = MediaType.IMAGE_PNG,
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(responseCode = "304", description = "What If-None-Match names is still true")
  @Get("/screenshot")
  @Produces({MediaType.IMAGE_PNG, MediaType.ALL})
  HttpResponse<byte[]> screenshot(
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId) {
    return HttpResponse.ok(showScreen.show(caller, vmId))
        .contentType(MediaType.IMAGE_PNG_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3");
  }

  @Operation(
      operationId = "disconnectConsole",
      summary = "控制台断开连接 / Disconnect the console",
      description =
          "Ends all sessions on the machine's consoles, or those that are named, on whichever server"
              + " they are; also succeeds when nobody is there. Permission: vm:console:access."
              + " Errors: 40001, 40002, 40102, 40103, 40301, 40302, 40401, 42901, 50301.")
  @Post("/disconnect")
  Envelope<Object> disconnect(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The machine's id") @PathVariable String vmId,
      @RequestBody(content = @Content(schema = @Schema(implementation = DisconnectBody.class)))
          @Body
          @Nullable String body) {
    disconnectConsole.disconnect(caller, vmId, () -> DisconnectBody.read(bodies.read(body)));
    return Envelope.done(messages.text(request, "console.DISCONNECTED", List.of()));
  }
}
