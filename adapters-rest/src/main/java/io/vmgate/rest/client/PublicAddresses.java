package io.vmgate.rest.client;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tell under which address the platform was called, so that a link leads back the same way. What a
 * proxy says about that counts only if it is trusted; of several proxies the outermost knows.
 */
@Singleton
public final class PublicAddresses {
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?");
  private static final Pattern IN_FORWARDED =
      Pattern.compile("(?i)(?:^|[;,\\s])(proto|host)=(\"[^\"]*\"|[^;,\\s]*)");

  private final PublicAddress configured;
  private final TrustedProxies proxies;

  PublicAddresses(PublicAddress configured, TrustedProxies proxies) {
    this.configured = configured;
    this.proxies = proxies;
  }

  /** The web socket address of the platform, without a slash at its end. */
  public String webSocket(HttpRequest<?> request) {
    return (isSecure(request) ? "wss://" : "ws://") + authority(request) + path();
  }

  /** Whether clients reach the platform over TLS. */
  public boolean isSecure(HttpRequest<?> request) {
    Optional<URI> url = configured.url();
    if (url.isPresent()) {
      return "https".equalsIgnoreCase(url.get().getScheme());
    }
    String proto = isTrusted(request) ? forwarded(request, "proto", "X-Forwarded-Proto") : null;
    return proto == null ? request.isSecure() : proto.equalsIgnoreCase("https");
  }

  /** What stands before the paths of the contract, without a slash at its end; mostly nothing. */
  public String path() {
    return configured.url().map(URI::getRawPath).orElse("");
  }

  /**
   * Whether a page is the platform's own.
   *
   * @param origin as its browser says (RFC 6454 §7)
   */
  public boolean isOwn(String origin, HttpRequest<?> request) {
    String page = origin.toLowerCase(Locale.ROOT);
    String host = authority(request).toLowerCase(Locale.ROOT);
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

  /** The host of the platform, with its port unless that is the scheme's own. */
  public String authority(HttpRequest<?> request) {
    Optional<URI> url = configured.url();
    if (url.isPresent()) {
      return url.get().getRawAuthority();
    }
    String host = isTrusted(request) ? forwarded(request, "host", "X-Forwarded-Host") : null;
    return authority(host)
        .or(() -> authority(request.getHeaders().get(HttpHeaders.HOST)))
        .orElseGet(() -> own(request));
  }

  private boolean isTrusted(HttpRequest<?> request) {
    return proxies.contain(request.getRemoteAddress().getAddress());
  }

  private @Nullable String forwarded(HttpRequest<?> request, String name, String header) {
    if (proxies.header() == ForwardedHeader.X_FORWARDED_FOR) {
      String value = request.getHeaders().get(header);
      return value == null ? null : value.split(",", 2)[0].strip();
    }
    String value = request.getHeaders().get(ForwardedHeader.FORWARDED.wireName());
    return value == null
        ? null
        : IN_FORWARDED
            .matcher(value)
            .results()
            .filter(pair -> pair.group(1).toLowerCase(Locale.ROOT).equals(name))
            .map(pair -> pair.group(2).replace("\"", ""))
            .findFirst()
            .orElse(null);
  }

  private static Optional<String> authority(@Nullable String text) {
    return Optional.ofNullable(text).filter(host -> AUTHORITY.matcher(host).matches());
  }

  /** HTTP/1.0 names no host. */
  private static String own(HttpRequest<?> request) {
    InetSocketAddress own = request.getServerAddress();
    return own.getHostString() + ":" + own.getPort();
  }
}
