package io.vmgate.rest.auth;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.auth.Credentials;
import io.vmgate.rest.envelope.BodyFields;
import org.jspecify.annotations.Nullable;

/**
 * Ask to be signed in.
 *
 * @param tenantId may be left out while there is a single tenant
 */
record LoginBody(
    @Schema(example = "alice", maxLength = LONGEST_NAME) String username,
    @Schema(
            example = "correct horse battery staple",
            format = "password",
            maxLength = LONGEST_PASSWORD)
        String password,
    @Schema(
            example = "acme",
            description = "May be left out while only one tenant exists",
            maxLength = LONGEST_NAME)
        @Nullable String tenantId) {
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_PASSWORD = 1024;

  static LoginBody read(BodyFields fields) {
    LoginBody body =
        new LoginBody(
            fields.requiredText("username", LONGEST_NAME),
            fields.requiredText("password", LONGEST_PASSWORD),
            fields.text("tenantId", LONGEST_NAME));
    fields.refuseIfWrong();
    return body;
  }

  Credentials toCredentials() {
    return new Credentials(tenantId, username, password);
  }

  @Override
  public String toString() {
    return "LoginBody[" + tenantId + "/" + username + "]"; // the password belongs in no log
  }
}
