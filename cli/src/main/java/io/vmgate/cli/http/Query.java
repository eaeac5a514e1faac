package io.vmgate.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a call, in the order they were added. */
public final class Query {
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /** Set a parameter; what is null or empty is left out. */
  public Query with(String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      parameters.put(name, value.toString());
    }
    return this;
  }

  String text() {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** A part of a path, percent-encoded. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
