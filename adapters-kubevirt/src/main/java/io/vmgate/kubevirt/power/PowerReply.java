package io.vmgate.kubevirt.power;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final int MOST_WORDS = 500;
    private static final int LEAST_ERROR = 300;

    /** What stands before KubeVirt's own words in what Kubernetes makes of them. */
    private static final List<Pattern> PREFIXES =
        List.of(
            Pattern.compile("Operation cannot be fulfilled on \\S+ \"[^\"]*\": (.+)"),
            Pattern.compile("Internal error occurred: (.+)"));

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
      String message = json().path("message").asString("");
      String text = message.isEmpty() ? new String(body, StandardCharsets.UTF_8) : message;
      String line = text.strip().replaceAll("\\s+", " ");
      for (Pattern prefix : PREFIXES) {
        Matcher matcher = prefix.matcher(line);
        if (matcher.matches()) {
          line = matcher.group(1);
        }
      }
      if (line.isEmpty()) {
        return "HTTP " + code;
      }
      return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
    }
  }

  /** There was no line; the request never left. */
  record NotSent(String reason) implements PowerReply {}

  /** It was sent, and nobody knows what came of it. */
  record NoAnswer(String reason) implements PowerReply {}
}
