package io.vmgate.cli.http;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * An answer of the contract that is no error.
 *
 * @param data of the envelope; missing when nothing has changed since the entity tag given
 */
public record Answer(int status, HttpHeaders headers, JsonNode data) {
  private static final int NOT_MODIFIED = 304;

  /** Whether it stands as the entity tag says. */
  public boolean unchanged() {
    return status == NOT_MODIFIED;
  }

  /** What to give as {@code If-None-Match}; empty when there is none. */
  public String entityTag() {
    return headers.firstValue("ETag").orElse("");
  }
}
