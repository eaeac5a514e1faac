package io.vmgate.rest.console;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pages may open consoles. A browser sends the user's tokens nowhere by itself, but a
 * link can leak; a page of another site must not be able to use it (cross-site WebSocket
 * hijacking). Clients that are no browsers send no origin.
 *
 * @param origins that may besides the platform's own, such as {@code https://console.example.org};
 *     {@code *} stands for all
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
   * @param origin as the browser says; null from other clients
   * @param host of the platform as clients know it, with its port unless that is the scheme's own
   */
  boolean allow(@Nullable String origin, String host) {
    if (origin == null || origins.contains(ALL)) {
      return true;
    }
    String page = origin.toLowerCase(Locale.ROOT);
    return origins.contains(page) || isOwn(page, host.toLowerCase(Locale.ROOT));
  }

  private static boolean isOwn(String page, String host) {
    try {
      URI uri = URI.create(page);
      String authority = uri.getRawAuthority();
      if (authority == null) {
        return false; // "null": a page in a sandbox, or a file
      }
      int usual = "https".equals(uri.getScheme()) ? 443 : 80;
      return authority.equals(host) || (authority + ":" + usual).equals(host);
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }
}
