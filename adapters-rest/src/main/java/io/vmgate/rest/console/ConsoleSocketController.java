package io.vmgate.rest.console;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.netty.channel.Channel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vmgate.application.console.Admission;
import io.vmgate.application.console.EnterConsole;
import io.vmgate.application.console.RelayConsole;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.relay.NettyViewer;
import io.vmgate.relay.websocket.UpgradeKey;
import io.vmgate.rest.client.ClientAddresses;
import io.vmgate.rest.client.PublicAddresses;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.Messages;
import jakarta.inject.Named;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets viewers in: the web socket that a console link leads to. */
@Tag(name = "console")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller(ConsoleUpgrade.PATH)
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
class ConsoleSocketController {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocketController.class);
  private static final String VERSION = "13";

  private final EnterConsole enterConsole;
  private final RelayConsole relayConsole;
  private final ClientAddresses addresses;
  private final PublicAddresses publicAddresses;
  private final AllowedOrigins origins;
  private final ClosingWords words;
  private final ExecutorService threads;

  ConsoleSocketController(
      EnterConsole enterConsole,
      RelayConsole relayConsole,
      ClientAddresses addresses,
      PublicAddresses publicAddresses,
      AllowedOrigins origins,
      ClosingWords words,
      @Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    this.enterConsole = enterConsole;
    this.relayConsole = relayConsole;
    this.addresses = addresses;
    this.publicAddresses = publicAddresses;
    this.origins = origins;
    this.words = words;
    this.threads = threads;
  }

  @Operation(
      operationId = "connectConsole",
      summary = "控制台 WebSocket / The console's web socket",
      description =
          "Redeems a console link, once, and becomes a web socket that carries the console's bytes"
              + " in binary messages; subprotocol binary is answered when asked for. Close codes"
              + " say why it ended: 4000 disconnected by a user, 4001 permission withdrawn, 4002 VM"
              + " no longer running, 4003 idle for too long or at the longest a session may last,"
              + " 4004 taken over, 1011 the line to the VM failed, 1001 server going away."
              + " Permission: the link's own. Errors: 40003, 40105, 40901, 40906, 42601, 50301.")
  @SecurityRequirements
  @ApiResponse(responseCode = "101", description = "The web socket is open")
  @ApiResponse(responseCode = "200", description = "Never: the web socket opens instead")
  // Only described here: ConsoleUpgrade reads them, and keeps the token from what is logged.
  @Get
  Envelope<String> connect(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(description = "The link's own") @QueryValue("token") @Nullable String masked,
      @Parameter(
              description =
                  "Of what is said at the end, for pages, which cannot choose headers; zh or en."
                      + " Without it Accept-Language counts",
              schema = @Schema(type = "string", example = "en"))
          @QueryValue
          @Nullable String language) {
    Channel channel = ((NettyHttpRequest<?>) request).getChannelHandlerContext().channel();
    ConsoleUpgrade.Wish wish = requireWebSocket(channel.attr(ConsoleUpgrade.WISH).get());
    requireOrigin(request, wish.origin());
    Admission admission = enterConsole.enter(wish.token(), addresses.of(request).toString());
    Locale spoken = Messages.language(request);
    channel
        .attr(ConsoleUpgrade.TAKER)
        .set(
            connection -> {
              NettyViewer viewer = new NettyViewer(connection, reason -> words.of(reason, spoken));
              threads.execute(() -> relayConsole.relay(admission, viewer));
            });
    if (!channel.isActive()) {
      ConsoleUpgrade.handOver(
          channel); // nobody will be answered; the session must end all the same
    }
    return Envelope.success("");
  }

  private static ConsoleUpgrade.Wish requireWebSocket(ConsoleUpgrade.@Nullable Wish wish) {
    if (wish == null
        || !wish.isUpgrade()
        || !VERSION.equals(wish.version())
        || wish.key() == null
        || !UpgradeKey.isKey(wish.key())) {
      throw new NoWebSocketException();
    }
    return wish;
  }

  private void requireOrigin(HttpRequest<?> request, @Nullable String origin) {
    // Clients that are no browsers send none.
    if (origin != null && !origins.allow(origin) && !publicAddresses.isOwn(origin, request)) {
      LOG.warn("a page of {} may not open consoles: see VMGATE_CONSOLE_ORIGINS", origin);
      throw new ConsoleFailure.TicketRefused().toException();
    }
  }

  /** The request asks for no web socket, or for one of another version. */
  static final class NoWebSocketException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
