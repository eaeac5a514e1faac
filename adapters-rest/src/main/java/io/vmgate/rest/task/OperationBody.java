package io.vmgate.rest.task;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.task.OperationRequest;
import io.vmgate.rest.envelope.BodyFields;
import io.vmgate.rest.envelope.IdempotencyKeys;
import java.util.Map;
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
  static final int LONGEST_EXTRA = 8_192;

  /** Read what may be said about any operation, and refuse all that is wrong at once. */
  static OperationRequest read(BodyFields fields, @Nullable String key) {
    OperationRequest request =
        new OperationRequest(
            fields.flag("force"),
            fields.object("extra", LONGEST_EXTRA),
            IdempotencyKeys.read(fields, key));
    fields.refuseIfWrong();
    return request;
  }
}
