package io.vmgate.kubevirt.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what the cluster says in an answer that refuses something: a Status object, or plain text.
 */
public final class StatusWords {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_WORDS = 500;

  /** What stands before KubeVirt's own words in what Kubernetes makes of them. */
  private static final List<Pattern> PREFIXES =
      List.of(
          Pattern.compile("Operation cannot be fulfilled on \\S+ \"[^\"]*\": (.+)"),
          Pattern.compile("Internal error occurred: (.+)"));

  private StatusWords() {}

  /** The server's own sentence, in one line; the code where it gave none. */
  public static String of(int code, byte[] body) {
    String line = message(body).strip().replaceAll("\\s+", " ");
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

  private static String message(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      String message = JSON.readTree(body).path("message").asString("");
      return message.isEmpty() ? text : message;
    } catch (JacksonException notJson) {
      return text;
    }
  }
}
