package io.vmgate.rest.stream;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vmgate.domain.auth.Caller;
import io.vmgate.rest.docs.ErrorEnvelope;
import java.time.Instant;
import java.util.Date;
import org.reactivestreams.Publisher;

/** Tells a caller of changes as they happen. Only opening a stream takes a thread. */
@Tag(name = "stream")
@Controller("/api/v1/stream")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class StreamController {
  private final OpenStreams streams;

  StreamController(OpenStreams streams) {
    this.streams = streams;
  }

  @Operation(
      operationId = "followChanges",
      summary = "实时事件流 / Follow changes",
      description =
          "Server-Sent Events: what changes and the caller may see, as it happens. Events vm (as in the"
              + " list; extra.deleted when it is no more), task (as GET /tasks/{taskId}, a batch's"
              + " operations counted only), console and service (as GET /vms/{vmId}/access-services;"
              + " extra.deleted when it is no more; vm:service:query needed); ready, reset and bye are"
              + " about the stream itself. The id of an event, given as Last-Event-ID, goes on from there; some may"
              + " then come twice, none is left out: after reset everything must be read anew. A"
              + " comment comes at least every 15 s. Permission: vm:query."
              + " Errors: 40001, 40102, 40103, 40301, 40302, 42901, 50301.")
  @ApiResponse(
      responseCode = "200",
      description = "Events, until the client or the platform ends it",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM,
              schema =
                  @Schema(
                      type = "string",
                      example =
                          "id: 5f2c…-1742\nevent: vm\ndata: {\"id\":\"a20a1375-…\",\"status\":\"running\",…}\n\n")))
  @ApiResponse(
      responseCode = "4XX",
      description = ErrorEnvelope.DESCRIPTION,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ErrorEnvelope.class)))
  @Get
  @Produces(MediaType.TEXT_EVENT_STREAM)
  HttpResponse<Publisher<byte[]>> follow(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(hidden = true) Authentication token,
      @RequestBean StreamParameters parameters) {
    StreamParameters.Wanted wanted = parameters.read(request);
    var answer =
        HttpResponse.<Publisher<byte[]>>ok()
            .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            // What stands between must not collect events, nor may our own server compress them.
            .header("X-Accel-Buffering", "no")
            .header(HttpHeaders.CONTENT_ENCODING, "identity");
    return request.getMethod() == HttpMethod.HEAD
        ? answer
        : answer.body(
            streams.open(
                request,
                caller,
                wanted.interest(),
                wanted.lastPoint(),
                wanted.language(),
                end(token)));
  }

  private static Instant end(Authentication token) {
    return token.getAttributes().get("exp") instanceof Date date ? date.toInstant() : Instant.MAX;
  }
}
