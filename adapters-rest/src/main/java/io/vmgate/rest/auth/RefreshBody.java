package io.vmgate.rest.auth;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.rest.envelope.BodyFields;
import org.jspecify.annotations.Nullable;

/**
 * Ask for another token.
 *
 * @param refreshToken left out by pages, whose browser sends it as a cookie
 */
record RefreshBody(
    @Schema(
            description = "As the last answer gave it; left out where a cookie keeps it",
            maxLength = LONGEST_TOKEN)
        @Nullable String refreshToken) {
  private static final int LONGEST_TOKEN = 256;

  static RefreshBody read(BodyFields fields) {
    RefreshBody body = new RefreshBody(fields.text("refreshToken", LONGEST_TOKEN));
    fields.refuseIfWrong();
    return body;
  }

  @Override
  public String toString() {
    return "RefreshBody"; // the token belongs in no log
  }
}
