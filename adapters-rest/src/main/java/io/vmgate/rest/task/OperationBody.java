package io.vmgate.rest.task;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.task.OperationRequest;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.rest.envelope.BodyFields;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Say how an operation shall be done. */
record OperationBody(
    @Schema(
            defaultValue = "false",
            description =
                "Give the guest no time to shut down; start, pause, unpause know no force")
        @Nullable Boolean force,
    @Schema(
            type = "object",
            example = "{\"ticket\":\"OPS-17\"}",
            description = "Kept with the task and given back")
        @Nullable Map<String, Object> extra) {
  static final String KEY_HEADER = "Idempotency-Key";
  static final int LONGEST_EXTRA = 8_192;
  private static final int LONGEST_KEY = 255;
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");

  /** Read what may be said about any operation, and refuse all that is wrong at once. */
  static OperationRequest read(BodyFields fields, @Nullable String key) {
    OperationRequest request =
        new OperationRequest(
            fields.flag("force"), fields.object("extra", LONGEST_EXTRA), key(fields, key));
    fields.refuseIfWrong();
    return request;
  }

  private static @Nullable String key(BodyFields fields, @Nullable String key) {
    if (key == null) {
      return null;
    }
    if (key.length() > LONGEST_KEY) {
      fields.refuse(KEY_HEADER, FieldReason.TOO_LONG, LONGEST_KEY);
    } else if (!KEY.matcher(key).matches()) {
      fields.refuse(KEY_HEADER, FieldReason.MALFORMED, "1–255 visible ASCII characters");
    }
    return key;
  }
}
