package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The token as a WebSocket subprotocol, for browsers, which cannot send the header
 * (k8s.io/apiserver: authentication/request/websocket).
 */
final class BearerProtocol {
  private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

  private BearerProtocol() {}

  /**
   * Give the token that the client offers as a subprotocol; empty if there is none, if it is no
   * unpadded base64url, or if no other subprotocol is offered beside it.
   */
  static String tokenIn(Exchange exchange) {
    if (!exchange.wantsWebSocket()) {
      return "";
    }
    List<String> offered = exchange.offeredProtocols();
    List<String> tokens = offered.stream().filter(p -> p.startsWith(PREFIX)).toList();
    if (tokens.size() != 1 || offered.size() == 1) {
      return "";
    }
    String encoded = tokens.getFirst().substring(PREFIX.length());
    if (encoded.endsWith("=")) {
      return "";
    }
    try {
      return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return "";
    }
  }
}
