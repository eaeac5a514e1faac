package io.vmgate.rest.auth;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.auth.Credentials;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.rest.envelope.BodyFields;
import org.jspecify.annotations.Nullable;

/**
 * Ask to be signed in.
 *
 * @param tenantId may be left out while there is a single tenant
 * @param extra what the caller wishes besides
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
        @Nullable String tenantId,
    @Nullable Extra extra) {
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_PASSWORD = 1024;

  static LoginBody read(BodyFields fields) {
    LoginBody body =
        new LoginBody(
            fields.requiredText("username", LONGEST_NAME),
            fields.requiredText("password", LONGEST_PASSWORD),
            fields.text("tenantId", LONGEST_NAME),
            Extra.read(fields.within("extra")));
    fields.refuseIfWrong();
    return body;
  }

  /** How the sign-in is to be renewed. */
  RefreshBy refreshBy() {
    return extra == null ? RefreshBy.NONE : extra.refresh();
  }

  /**
   * Wish for more than the one token. What is left out is none.
   *
   * @param refresh by what the sign-in can be renewed
   */
  @Schema(name = "LoginExtra")
  record Extra(
      @Schema(
              requiredMode = Schema.RequiredMode.NOT_REQUIRED,
              implementation = String.class,
              allowableValues = {"none", "cookie", "token"},
              defaultValue = "none",
              description =
                  "How the sign-in is to be renewed by POST /auth/refresh: cookie (HttpOnly, for pages "
                      + "that this platform serves), token (in the answer, for programs), or not at all")
          RefreshBy refresh) {
    private static final int LONGEST_WORD = 16;

    static Extra read(BodyFields fields) {
      String word = fields.text("refresh", LONGEST_WORD);
      RefreshBy by = word == null ? RefreshBy.NONE : RefreshBy.ofWireName(word).orElse(null);
      if (by == null) {
        fields.refuse("refresh", FieldReason.NOT_ONE_OF, RefreshBy.wireNames());
        return new Extra(RefreshBy.NONE);
      }
      return new Extra(by);
    }
  }

  Credentials toCredentials() {
    return new Credentials(tenantId, username, password);
  }

  @Override
  public String toString() {
    return "LoginBody[" + tenantId + "/" + username + "]"; // the password belongs in no log
  }
}
