package io.vmgate.rest.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.micronaut.json.JsonMapper;
import io.vmgate.application.stream.LoggedChange;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.rest.access.AccessViewMapper;
import io.vmgate.rest.console.ConsoleViewMapper;
import io.vmgate.rest.task.TaskViewMapper;
import io.vmgate.rest.vm.VmViewMapper;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes events as bytes. What a change looks like is written once for a language. */
@Singleton
final class EventText {
  private static final byte[] ID = ascii("id: ");
  private static final byte[] BEAT = ascii(":\n");
  private static final byte[] LINE_END = ascii("\n");

  private final JsonMapper json;
  private final VmViewMapper machines;
  private final TaskViewMapper tasks;
  private final ConsoleViewMapper consoles;
  private final AccessViewMapper services;
  private volatile @Nullable WrittenPoint lastPoint;

  /** Many listeners are told the same point one after the other. */
  private record WrittenPoint(StreamPoint point, byte[] line) {}

  EventText(
      JsonMapper json,
      VmViewMapper machines,
      TaskViewMapper tasks,
      ConsoleViewMapper consoles,
      AccessViewMapper services) {
    this.json = json;
    this.machines = machines;
    this.tasks = tasks;
    this.consoles = consoles;
    this.services = services;
  }

  /** How long a client waits until it comes again. */
  void retry(ByteArrayOutputStream out, Duration delay) {
    out.writeBytes(ascii("retry: " + delay.toMillis() + "\n"));
  }

  /** The client is told everything from now on. */
  void ready(ByteArrayOutputStream out, StreamPoint resume) {
    id(out, resume);
    out.writeBytes(event("ready", ascii("{}")));
  }

  void changed(
      ByteArrayOutputStream out, LoggedChange logged, StreamPoint resume, Locale language) {
    id(out, resume);
    byte[] event = logged.form("sse/" + language.getLanguage(), change -> event(change, language));
    out.writeBytes(event);
  }

  void reset(ByteArrayOutputStream out, ResetReason reason, StreamPoint resume) {
    id(out, resume);
    out.writeBytes(event("reset", write(new ReasonView(reason.wireName()))));
  }

  void bye(ByteArrayOutputStream out, StreamEnd end, StreamPoint resume) {
    id(out, resume);
    out.writeBytes(event("bye", write(new ReasonView(end.wireName()))));
  }

  /** No event: a comment, and a point that moves on however quiet it is. */
  byte[] beat(StreamPoint resume) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BEAT);
    id(out, resume);
    out.writeBytes(LINE_END);
    return out.toByteArray();
  }

  private byte[] event(Change change, Locale language) {
    Object view =
        switch (change) {
          case Change.VmShown(_, var vm) -> machines.changed(vm);
          case Change.VmGone(_, var id, var name) ->
              new VmGoneView(
                  id.toString(), name.name(), name.namespace(), new VmGoneView.Extra(true));
          case Change.TaskShown(var task, var tally) -> tasks.changed(language, task, tally);
          case Change.ConsoleShown(var session) -> consoles.changed(language, session);
          case Change.ServiceShown(_, var service) -> services.changed(language, service);
          case Change.ServiceGone(_, var id, var name, var vm, _) ->
              new ServiceGoneView(
                  id.toString(), name, new ServiceGoneView.Extra(vm.toString(), true));
        };
    return event(change.kind().wireName(), write(view));
  }

  private void id(ByteArrayOutputStream out, StreamPoint point) {
    WrittenPoint last = lastPoint;
    if (last == null || !last.point().equals(point)) {
      last = new WrittenPoint(point, ascii(point + "\n"));
      lastPoint = last;
    }
    out.writeBytes(ID);
    out.writeBytes(last.line());
  }

  private static byte[] event(String kind, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(kind.length() + data.length + 20);
    out.writeBytes(ascii("event: " + kind + "\ndata: "));
    out.writeBytes(data);
    out.writeBytes(ascii("\n\n"));
    return out.toByteArray();
  }

  private byte[] write(Object view) {
    try {
      return json.writeValueAsBytes(view);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // nothing is written but memory
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
