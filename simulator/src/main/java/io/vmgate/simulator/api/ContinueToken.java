package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a paged list goes on.
 *
 * @param version the version the whole list is consistent with; -1 for "whatever is there now"
 * @param after the key of the last object already given
 */
record ContinueToken(long version, String after) {

  String encoded() {
    byte[] json =
        Json.bytes(
            Json.object()
                .put("v", "meta.k8s.io/v1")
                .put("rv", version)
                .put("start", after + "\u0000"));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Read a token.
   *
   * @throws StatusException 400 if it is none of ours
   */
  static ContinueToken decoded(String text) {
    try {
      JsonNode json =
          Json.parse(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8)));
      String start = Json.text(json, "start");
      if (!Json.text(json, "v").equals("meta.k8s.io/v1") || !start.endsWith("\u0000")) {
        throw broken();
      }
      return new ContinueToken(
          json.path("rv").longValue(0), start.substring(0, start.length() - 1));
    } catch (IllegalArgumentException | JacksonException notOurs) {
      throw broken();
    }
  }

  private static StatusException broken() {
    return StatusException.badRequest(
        "continue key is not valid: encoded continue token version is not recognized");
  }
}
