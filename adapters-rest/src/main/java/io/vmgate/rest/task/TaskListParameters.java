package io.vmgate.rest.task;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskQuery;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.rest.envelope.QueryFields;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Take what a list of tasks may be asked for. All texts, so that one answer names all wrong. */
@Introspected
record TaskListParameters(
    @Parameter(
            description = "From 1",
            schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
        @QueryValue
        @Nullable String page,
    @Parameter(
            description = "Rows a page",
            schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "10"))
        @QueryValue
        @Nullable String pageSize,
    @Parameter(description = "Only of this machine") @QueryValue @Nullable String vmId,
    @Parameter(
            description = "Only those that stand so",
            schema =
                @Schema(
                    type = "string",
                    allowableValues = {"running", "success", "failed"}))
        @QueryValue
        @Nullable String status,
    @Parameter(description = "Only those that this user asked for", example = "alice") @QueryValue
        @Nullable String operator,
    @Parameter(description = "Only the children of this batch") @QueryValue
        @Nullable String parentId) {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final int LONGEST_TEXT = 128;

  TaskQuery toQuery() {
    QueryFields fields = new QueryFields();
    int pageNumber = fields.number("page", page, 1, 1, Integer.MAX_VALUE);
    int rows = fields.number("pageSize", pageSize, DEFAULT_PAGE_SIZE, 1, PageRequest.MAX_PAGE_SIZE);
    TaskStatus wanted = wantedStatus(fields);
    TaskId parent = wantedParent(fields);
    String machine = fields.text("vmId", vmId, LONGEST_TEXT);
    String user = fields.text("operator", operator, LONGEST_TEXT);
    fields.refuseIfWrong();
    return new TaskQuery(machine, wanted, user, parent, new PageRequest(pageNumber, rows));
  }

  private @Nullable TaskStatus wantedStatus(QueryFields fields) {
    String word = fields.text("status", status, LONGEST_TEXT);
    if (word == null) {
      return null;
    }
    TaskStatus found = TaskStatus.ofWireName(word).orElse(null);
    if (found == null) {
      fields.refuse(
          "status",
          FieldReason.NOT_ONE_OF,
          Arrays.stream(TaskStatus.values())
              .map(TaskStatus::wireName)
              .collect(Collectors.joining(", ")));
    }
    return found;
  }

  private @Nullable TaskId wantedParent(QueryFields fields) {
    String text = fields.text("parentId", parentId, LONGEST_TEXT);
    if (text == null) {
      return null;
    }
    TaskId found = TaskId.parse(text).orElse(null);
    if (found == null) {
      fields.refuse("parentId", FieldReason.WRONG_TYPE, "UUID");
    }
    return found;
  }
}
