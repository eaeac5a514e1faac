package io.vmgate.kubevirt.power;

import io.vmgate.kubevirt.cluster.StatusWords;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What came of a call to the API server. */
sealed interface PowerReply {
  /** It answered, with whatever code. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Answered(int code, byte[] body) implements PowerReply {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LEAST_ERROR = 300;

    boolean isGood() {
      return code < LEAST_ERROR;
    }

    /** The body as JSON; nothing when it is none. */
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JacksonException notJson) {
        return MissingNode.getInstance();
      }
    }

    /** The server's own sentence, in one line; the code where it gave none. */
    String words() {
      return StatusWords.of(code, body);
    }
  }

  /** There was no line; the request never left. */
  record NotSent(String reason) implements PowerReply {}

  /** It was sent, and nobody knows what came of it. */
  record NoAnswer(String reason) implements PowerReply {}
}
