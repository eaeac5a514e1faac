package io.vmgate.rest.auth;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.vmgate.application.auth.SignedIn;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.RefreshToken;
import io.vmgate.rest.client.PublicAddresses;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keep refresh tokens where no script can read them: in a cookie that browsers send to the sign-in
 * calls alone, and never with what a page of another site asks for.
 */
@Singleton
final class RefreshCookies {
  /** Pages of other sites cannot send it without being asked first, and nobody is let. */
  static final String PROOF = "X-Requested-With";

  private static final String PATH = "/api/v1/auth";

  private final PublicAddresses addresses;
  private final InstantSource clock;

  RefreshCookies(PublicAddresses addresses, InstantSource clock) {
    this.addresses = addresses;
    this.clock = clock;
  }

  /** What keeps the token. */
  Cookie keeping(HttpRequest<?> request, SignedIn.Refresh refresh) {
    Duration left = Duration.between(clock.instant(), refresh.expiresAt());
    return cookie(request, refresh.token().text(), left);
  }

  /** What makes the browser forget it. */
  Cookie forgetting(HttpRequest<?> request) {
    return cookie(request, "", Duration.ZERO);
  }

  /** Whether the browser has sent one, whatever it is worth. */
  boolean isThere(HttpRequest<?> request) {
    return request.getCookies().contains(name(request));
  }

  /**
   * Read the token that the browser keeps; empty when there is none that could be one.
   *
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.CrossSite} unless one of our own
   *     pages asks, and with one cookie: a second one was set by somebody who shares the domain
   */
  Optional<RefreshToken> read(HttpRequest<?> request) {
    Optional<Cookie> cookie = request.getCookies().findCookie(name(request));
    if (cookie.isPresent()) {
      requireOwnPage(request);
      if (occurrences(request) > 1) {
        throw new AuthFailure.CrossSite().toException();
      }
    }
    return cookie.map(Cookie::getValue).flatMap(RefreshToken::parse);
  }

  /**
   * Go on only with what one of our own pages asks for: another site must neither use the cookie
   * nor have it set.
   *
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.CrossSite}
   */
  void requireOwnPage(HttpRequest<?> request) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (!request.getHeaders().contains(PROOF)
        || origin != null && !addresses.isOwn(origin, request)) {
      throw new AuthFailure.CrossSite().toException();
    }
  }

  /** The framework keeps one of several cookies of a name, whichever that is. */
  private long occurrences(HttpRequest<?> request) {
    String start = name(request) + "=";
    return request.getHeaders().getAll(HttpHeaders.COOKIE).stream()
        .flatMap(header -> Arrays.stream(header.split(";")))
        .filter(pair -> pair.strip().startsWith(start))
        .count();
  }

  private Cookie cookie(HttpRequest<?> request, String value, Duration lifetime) {
    return Cookie.of(name(request), value)
        .path(addresses.path() + PATH)
        .httpOnly(true)
        .secure(addresses.isSecure(request))
        .sameSite(SameSite.Strict)
        .maxAge(lifetime);
  }

  /** Cookies know no ports: platforms on two ports of one host must not overwrite each other's. */
  private String name(HttpRequest<?> request) {
    String authority = addresses.authority(request);
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    return "vmgate-refresh" + (hasPort ? "-" + authority.substring(colon + 1) : "");
  }
}
