package io.vmgate.rest.auth;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.auth.SignedIn;
import io.vmgate.domain.auth.Permission;
import io.vmgate.rest.envelope.TimeFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hand over the token and what it is good for. */
@Serdeable
record LoginView(
    @Schema(description = "JSON Web Token, for the Authorization header of every later call")
        String token,
    @Schema(description = "When the token expires", example = "2025-08-01 12:30:00")
        String expireTime,
    @Schema(
            description = "What the user may do",
            example = "[\"vm:query\",\"vm:start\",\"vm:console:access\"]")
        List<String> permissions,
    Extra extra) {

  /**
   * Show what somebody got by signing in, or by renewing that.
   *
   * @param by where the refresh token goes, if there is one
   */
  static LoginView of(SignedIn signedIn, RefreshBy by, TimeFormat times) {
    SignedIn.Refresh refresh = signedIn.refresh();
    return new LoginView(
        signedIn.token(),
        times.write(signedIn.expiresAt()),
        signedIn.permissions().stream().map(Permission::wireName).toList(),
        new Extra(
            refresh == null || by != RefreshBy.TOKEN ? null : refresh.token().text(),
            refresh == null ? null : times.write(refresh.expiresAt())));
  }

  /** What the next token is got for. */
  @Serdeable
  @Schema(name = "SignedInExtra")
  record Extra(
      @Schema(
              description =
                  "For POST /auth/refresh, once; null unless the sign-in asked for it, or a cookie keeps it")
          @Nullable String refreshToken,
      @Schema(
              description =
                  "When the sign-in can no longer be renewed, unless it is before; null if it cannot",
              example = "2025-08-01 22:30:00")
          @Nullable String refreshExpireTime) {}
}
