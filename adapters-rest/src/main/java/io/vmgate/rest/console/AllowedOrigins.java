package io.vmgate.rest.console;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists whose pages may open consoles besides the platform's own. A browser sends the user's tokens
 * nowhere by itself, but a link can leak; a page of another site must not be able to use it
 * (cross-site WebSocket hijacking).
 *
 * @param origins such as {@code https://console.example.org}; {@code *} stands for all
 */
public record AllowedOrigins(Set<String> origins) {
  private static final String ALL = "*";

  /** Allow these besides the platform's own. */
  public AllowedOrigins {
    origins =
        origins.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Answer whether a page may.
   *
   * @param origin as the browser says
   */
  boolean allow(String origin) {
    return origins.contains(ALL) || origins.contains(origin.toLowerCase(Locale.ROOT));
  }
}
