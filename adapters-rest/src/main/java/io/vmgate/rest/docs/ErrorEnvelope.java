package io.vmgate.rest.docs;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.rest.envelope.ErrorView;
import org.jspecify.annotations.Nullable;

/** Describe how errors look; the answers themselves are written elsewhere. */
@Schema(
    name = "ErrorEnvelope",
    description =
        "Every error has this form. The HTTP status is the first three digits of the code.",
    example = "{\"code\":40101,\"message\":\"用户名或密码错误\",\"data\":null}")
public record ErrorEnvelope(int code, String message, @Nullable ErrorView data) {
  /** What stands beside every operation. */
  public static final String DESCRIPTION = "An error, told by its code";
}
