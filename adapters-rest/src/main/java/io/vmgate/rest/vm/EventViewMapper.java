package io.vmgate.rest.vm;

import io.micronaut.http.HttpRequest;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.event.VmEvent.Origin;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.rest.console.EndWords;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.TimeFormat;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows events in the reader's language. */
@Singleton
final class EventViewMapper {
  private static final String CANCELLED = "CANCELLED";

  private final Messages messages;
  private final EndWords words;
  private final TimeFormat times;

  EventViewMapper(Messages messages, EndWords words, TimeFormat times) {
    this.messages = messages;
    this.words = words;
    this.times = times;
  }

  EventListView list(HttpRequest<?> request, Page<VmEvent> page) {
    return new EventListView(page.total(), page.pages(), views(request, page.items()));
  }

  List<EventView> views(HttpRequest<?> request, List<VmEvent> events) {
    return events.stream().map(event -> view(request, event)).toList();
  }

  private EventView view(HttpRequest<?> request, VmEvent event) {
    return new EventView(
        event.type().wireName(),
        event.operator(),
        times.write(event.at()),
        event.status().wireName(),
        extra(request, event));
  }

  private EventView.Extra extra(HttpRequest<?> request, VmEvent event) {
    String id = event.id().toString();
    String endTime = times.writeOrNull(event.endedAt());
    return switch (event.origin()) {
      case Origin.Operation(var task, var failure, var cancelled) ->
          new EventView.Extra(
              id,
              task.toString(),
              endTime,
              failed(request, failure, cancelled),
              cancelled ? CANCELLED : failure == null ? null : failure.cause().name(),
              null,
              null);
      case Origin.Console(_, var protocol, var end) ->
          new EventView.Extra(
              id,
              null,
              endTime,
              end == null
                  ? messages.text(request, "event.CONSOLE", List.of(protocol.wireName()))
                  : messages.text(
                      request,
                      "event.CONSOLE_BECAUSE",
                      List.of(protocol.wireName(), words.text(end, Messages.language(request)))),
              end == null ? null : end.code(),
              null,
              null);
      case Origin.Access(_, var name, var type) ->
          new EventView.Extra(
              id,
              null,
              endTime,
              messages.text(
                  request, "event." + event.type().name(), List.of(name, type.wireName())),
              null,
              null,
              null);
      case Origin.Seen seen ->
          new EventView.Extra(
              id,
              null,
              endTime,
              seen(request, event.type(), seen),
              seen.code(),
              seen.fromNode(),
              seen.toNode());
    };
  }

  private @Nullable String failed(
      HttpRequest<?> request, @Nullable TaskReason failure, boolean cancelled) {
    if (cancelled) {
      return messages.text(request, "reason." + CANCELLED, List.of());
    }
    return failure == null
        ? null
        : messages.text(request, "reason." + failure.cause().name(), failure.arguments());
  }

  private String seen(HttpRequest<?> request, EventType type, Origin.Seen seen) {
    String key = "event." + type.name() + (seen.message() == null ? "" : "_BECAUSE");
    return switch (type) {
      case MIGRATED ->
          messages.text(
              request, "event.MIGRATED", List.of(known(seen.fromNode()), known(seen.toNode())));
      case CRASHED, MIGRATION_FAILED, ERROR ->
          messages.text(request, key, List.of(known(seen.code()), known(seen.message())));
      case CREATED, DELETED, STARTED, STOPPED, GUEST_SHUTDOWN, RESTARTED, PAUSED, UNPAUSED ->
          messages.text(request, "event." + type.name(), List.of());
      case START, STOP, RESTART, PAUSE, UNPAUSE, CONSOLE, PUBLISH, UNPUBLISH, SERVICE_EXPIRED ->
          throw new IllegalStateException("an operation that nobody asked for: " + type);
    };
  }

  private static String known(@Nullable String text) {
    return Objects.requireNonNullElse(text, "?");
  }
}
