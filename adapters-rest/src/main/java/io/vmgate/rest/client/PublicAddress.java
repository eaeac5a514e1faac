package io.vmgate.rest.client;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where clients reach the platform, for links that it makes.
 *
 * @param url such as {@code https://vm.example.org} or {@code https://example.org/vmgate}; empty to
 *     take the address that each request was sent to
 */
public record PublicAddress(Optional<URI> url) {
  /** Whatever address a request was sent to. */
  public static final PublicAddress OF_THE_REQUEST = new PublicAddress(Optional.empty());

  /**
   * Read an address.
   *
   * @throws IllegalArgumentException when it is none that browsers could open
   */
  public static PublicAddress parse(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean good =
        (scheme.equals("http") || scheme.equals("https"))
            && url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!good) {
      throw new IllegalArgumentException("not an http or https address: " + text);
    }
    return new PublicAddress(Optional.of(url));
  }
}
