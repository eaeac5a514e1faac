package io.vmgate.rest.task;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.task.BatchRequest;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.rest.envelope.BodyFields;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ask for the same operation on many machines. */
record BatchBody(
    @Schema(
            example = "start",
            allowableValues = {"start", "stop", "restart", "pause", "unpause"})
        String action,
    @ArraySchema(
            minItems = 1,
            maxItems = MOST_MACHINES,
            schema = @Schema(example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb"))
        List<String> vmIds,
    @Schema(defaultValue = "false") @Nullable Boolean force,
    @Schema(type = "object", description = "Kept with the task and given back")
        @Nullable Map<String, Object> extra) {
  private static final int MOST_MACHINES = 200;
  private static final int LONGEST_WORD = 64;

  BatchBody {
    vmIds = List.copyOf(vmIds);
  }

  static BatchRequest read(BodyFields fields, @Nullable String key) {
    String word = fields.requiredText("action", LONGEST_WORD);
    TaskAction action = TaskAction.ofWireName(word).orElse(null);
    if (action == null && !word.isBlank()) {
      fields.refuse("action", FieldReason.NOT_ONE_OF, words());
    }
    List<String> vmIds = fields.texts("vmIds", MOST_MACHINES, LONGEST_WORD);
    var operation = OperationBody.read(fields, key);
    // Whatever was wrong has been refused by now.
    return new BatchRequest(action == null ? TaskAction.START : action, vmIds, operation);
  }

  private static String words() {
    return Arrays.stream(TaskAction.values())
        .map(TaskAction::wireName)
        .collect(Collectors.joining(", "));
  }
}
