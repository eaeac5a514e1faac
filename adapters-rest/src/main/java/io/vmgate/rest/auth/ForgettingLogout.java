package io.vmgate.rest.auth;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Make the browser forget the cookie of whoever signs out, whatever else came of that: who sits
 * there next must not find it because the database was away.
 */
@ServerFilter("/api/v1/auth/logout")
class ForgettingLogout {
  private final RefreshCookies cookies;

  ForgettingLogout(RefreshCookies cookies) {
    this.cookies = cookies;
  }

  @ResponseFilter
  void forget(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (cookies.isThere(request)) {
      response.cookie(cookies.forgetting(request));
    }
  }
}
