package io.vmgate.rest.auth;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.vmgate.application.auth.SignedIn;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.RefreshToken;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.TimeFormat;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads refresh tokens from requests, and hands the next ones out the way they came. */
@Singleton
final class RefreshAnswers {
  private final RefreshCookies cookies;
  private final TimeFormat times;

  RefreshAnswers(RefreshCookies cookies, TimeFormat times) {
    this.cookies = cookies;
    this.times = times;
  }

  /**
   * Read the token of the body, or that of the cookie where the body has none.
   *
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.RefreshRefused} when there is none
   *     that could be one; {@link AuthFailure.CrossSite}
   */
  ShownRefreshToken read(HttpRequest<?> request, RefreshBody body) {
    String given = body.refreshToken();
    RefreshBy by = given == null ? RefreshBy.COOKIE : RefreshBy.TOKEN;
    Optional<RefreshToken> token =
        given == null ? cookies.read(request) : RefreshToken.parse(given);
    return token
        .map(shown -> new ShownRefreshToken(shown, by))
        .orElseThrow(() -> new AuthFailure.RefreshRefused().toException());
  }

  /** Answer with what somebody got by signing in, or by renewing that. */
  HttpResponse<Envelope<LoginView>> answer(
      HttpRequest<?> request, SignedIn signedIn, RefreshBy by) {
    var answer =
        HttpResponse.ok(Envelope.success(LoginView.of(signedIn, by, times)))
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    SignedIn.Refresh refresh = signedIn.refresh();
    return refresh != null && by == RefreshBy.COOKIE
        ? answer.cookie(cookies.keeping(request, refresh))
        : answer;
  }
}
