package io.vmgate.rest.auth;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.auth.SignedIn;
import io.vmgate.domain.auth.Permission;
import io.vmgate.rest.envelope.TimeFormat;
import java.util.List;

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
        List<String> permissions) {

  static LoginView of(SignedIn signedIn, TimeFormat times) {
    return new LoginView(
        signedIn.token(),
        times.write(signedIn.expiresAt()),
        signedIn.permissions().stream().map(Permission::wireName).toList());
  }
}
