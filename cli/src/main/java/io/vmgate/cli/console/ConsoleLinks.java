package io.vmgate.cli.console;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Asks for links to one console of one machine; each opens once. */
final class ConsoleLinks {
  private final Session session;
  private final String vmId;
  private final String protocol;
  private final boolean takeover;
  private final boolean viewOnly;
  private @Nullable URI kept;

  ConsoleLinks(Session session, String vmId, String protocol, boolean takeover, boolean viewOnly) {
    this.session = session;
    this.vmId = vmId;
    this.protocol = protocol;
    this.takeover = takeover;
    this.viewOnly = viewOnly;
  }

  /** Ask for one now and keep it for the first who needs one: what is wrong is found out early. */
  synchronized void prepare() {
    kept = ask();
  }

  /** A link that has not been opened. */
  synchronized URI next() {
    URI link = kept;
    kept = null;
    return link == null ? ask() : link;
  }

  /** Give a link back that was refused and is as good as before. */
  synchronized void giveBack(URI link) {
    kept = link;
  }

  private URI ask() {
    ObjectNode body = Api.json().createObjectNode().put("protocol", protocol);
    if (takeover) {
      body.put("takeover", true);
    }
    if (viewOnly) {
      body.put("viewOnly", true);
    }
    URI link =
        URI.create(
            session
                .api()
                .post("/vms/" + vmId + "/console", body, Map.of())
                .path("consoleUrl")
                .asString());
    String server = session.connection().server();
    // The client of a server without TLS has none: loading it takes longer than a call.
    if ("wss".equals(link.getScheme()) && !server.startsWith("https:")) {
      throw new Refusal(
          ExitCode.UNREACHABLE,
          session.texts().of("server.linkNeedsTls", server, link.getAuthority()));
    }
    return link;
  }
}
