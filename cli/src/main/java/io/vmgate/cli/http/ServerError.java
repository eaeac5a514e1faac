package io.vmgate.cli.http;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * The server's refusal, as the contract's envelope tells it.
 *
 * @param code such as 40401; HTTP status × 100 where there was no envelope
 */
public record ServerError(int code, String message, JsonNode data, HttpHeaders headers) {
  private static final long USUAL_PAUSE = 5;

  /** The request, for whoever reads the server's log; empty when it does not tell. */
  public String requestId() {
    return headers.firstValue("X-Request-Id").orElse("");
  }

  /** After how many seconds another call can succeed. */
  public long retryAfterSeconds() {
    return headers
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(Long::parseLong)
        .orElse(USUAL_PAUSE);
  }

  /** Whether the same call may well succeed a little later. */
  public boolean passes() {
    return switch (code / 100) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }
}
