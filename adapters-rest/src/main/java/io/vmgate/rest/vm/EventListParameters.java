package io.vmgate.rest.vm;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.event.EventQuery;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.vm.VmId;
import io.vmgate.rest.envelope.QueryFields;
import io.vmgate.rest.envelope.TimeFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Take what a list of events may be asked for. All texts, so that one answer names all wrong. */
@Introspected
record EventListParameters(
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
    @Parameter(description = "Only of this type", example = "crashed") @QueryValue
        @Nullable String eventType,
    @Parameter(description = "Only by this user, or by system", example = "alice") @QueryValue
        @Nullable String operator,
    @Parameter(
            description = "Only those that stand so",
            schema =
                @Schema(
                    type = "string",
                    allowableValues = {"running", "success", "failed"}))
        @QueryValue
        @Nullable String status,
    @Parameter(description = "At this time or later", example = "2025-08-01 10:00:00") @QueryValue
        @Nullable String from,
    @Parameter(description = "Before this time", example = "2025-08-02 10:00:00") @QueryValue
        @Nullable String to) {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final int LONGEST_TEXT = 128;

  Function<VmId, EventQuery> toQuery(TimeFormat times) {
    QueryFields fields = new QueryFields();
    int pageNumber = fields.number("page", page, 1, 1, Integer.MAX_VALUE);
    int rows = fields.number("pageSize", pageSize, DEFAULT_PAGE_SIZE, 1, PageRequest.MAX_PAGE_SIZE);
    EventType type =
        word(
            fields,
            "eventType",
            eventType,
            EventType::ofWireName,
            Arrays.stream(EventType.values()).map(EventType::wireName));
    TaskStatus wanted =
        word(
            fields,
            "status",
            status,
            TaskStatus::ofWireName,
            Arrays.stream(TaskStatus.values()).map(TaskStatus::wireName));
    String user = fields.text("operator", operator, LONGEST_TEXT);
    Instant since = time(fields, times, "from", from);
    Instant until = time(fields, times, "to", to);
    fields.refuseIfWrong();
    PageRequest request = new PageRequest(pageNumber, rows);
    return vm -> new EventQuery(vm, type, user, wanted, since, until, request);
  }

  private static <T> @Nullable T word(
      QueryFields fields,
      String field,
      @Nullable String given,
      Function<String, Optional<T>> find,
      Stream<String> words) {
    String text = fields.text(field, given, LONGEST_TEXT);
    if (text == null) {
      return null;
    }
    T found = find.apply(text).orElse(null);
    if (found == null) {
      fields.refuse(field, FieldReason.NOT_ONE_OF, words.collect(Collectors.joining(", ")));
    }
    return found;
  }

  private static @Nullable Instant time(
      QueryFields fields, TimeFormat times, String field, @Nullable String given) {
    String text = fields.text(field, given, LONGEST_TEXT);
    if (text == null) {
      return null;
    }
    Instant found = times.read(text).orElse(null);
    if (found == null) {
      fields.refuse(field, FieldReason.WRONG_TYPE, TimeFormat.PATTERN);
    }
    return found;
  }
}
