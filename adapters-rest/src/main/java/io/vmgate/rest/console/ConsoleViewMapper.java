package io.vmgate.rest.console;

import io.micronaut.http.HttpRequest;
import io.vmgate.application.console.ConsoleReport;
import io.vmgate.application.console.IssuedTicket;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.rest.client.PublicAddresses;
import io.vmgate.rest.console.ConsoleLinkView.HolderView;
import io.vmgate.rest.console.ConsoleStatusView.EndedView;
import io.vmgate.rest.console.ConsoleStatusView.SessionView;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.TimeFormat;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows links and sessions. */
@Singleton
public final class ConsoleViewMapper {
  private final PublicAddresses addresses;
  private final EndWords words;
  private final JsonBodies bodies;
  private final TimeFormat times;

  ConsoleViewMapper(
      PublicAddresses addresses, EndWords words, JsonBodies bodies, TimeFormat times) {
    this.addresses = addresses;
    this.words = words;
    this.bodies = bodies;
    this.times = times;
  }

  ConsoleLinkView link(HttpRequest<?> request, IssuedTicket issued) {
    ConsoleTicket ticket = issued.ticket();
    return new ConsoleLinkView(
        addresses.webSocket(request) + ConsoleUpgrade.PATH + "?token=" + issued.token().text(),
        times.write(ticket.expiresAt()),
        ticket.protocol().wireName(),
        null,
        new ConsoleLinkView.Extra(
            ticket.viewOnly(),
            ticket.takeover(),
            holder(issued.holder()),
            ticket.extra() == null ? null : bodies.readObject(ticket.extra())));
  }

  ConsoleStatusView status(HttpRequest<?> request, ConsoleReport report) {
    List<ConsoleSession> live = report.live();
    ConsoleSession first = live.isEmpty() ? null : live.getFirst();
    return new ConsoleStatusView(
        first != null,
        first == null ? null : times.write(first.connectedAt()),
        first == null ? null : first.clientAddress(),
        new ConsoleStatusView.Extra(
            live.stream()
                .map(session -> session(session, report.latencies().get(session.id())))
                .toList(),
            ended(request, report.lastEnded())));
  }

  private @Nullable HolderView holder(@Nullable ConsoleSession holder) {
    return holder == null
        ? null
        : new HolderView(
            holder.id().toString(), holder.caller().username(), times.write(holder.connectedAt()));
  }

  private SessionView session(ConsoleSession session, @Nullable Duration latency) {
    return new SessionView(
        session.id().toString(),
        session.protocol().wireName(),
        session.caller().username(),
        session.viewOnly(),
        session.clientAddress(),
        times.write(session.connectedAt()),
        latency == null ? null : Math.round(latency.toNanos() / 1e6));
  }

  private @Nullable EndedView ended(HttpRequest<?> request, @Nullable ConsoleSession session) {
    ConsoleSession.End end = session == null ? null : session.end();
    return session == null || end == null
        ? null
        : new EndedView(
            session.id().toString(),
            session.protocol().wireName(),
            session.caller().username(),
            session.viewOnly(),
            session.clientAddress(),
            times.write(session.connectedAt()),
            times.write(end.at()),
            end.reason().code(),
            words.text(end.reason(), Messages.language(request)),
            end.traffic().toViewerBytes(),
            end.traffic().toMachineBytes());
  }

  /**
   * Show a session as it stands now that it has begun or ended.
   *
   * @return what is to be written as JSON
   */
  public Object changed(Locale language, ConsoleSession session) {
    ConsoleSession.End end = session.end();
    return new ConsoleChangeView(
        session.id().toString(),
        session.vm().toString(),
        session.vmName().name(),
        session.vmName().namespace(),
        session.protocol().wireName(),
        session.caller().username(),
        session.viewOnly(),
        end == null,
        times.write(session.connectedAt()),
        end == null ? null : times.write(end.at()),
        end == null ? null : end.reason().code(),
        end == null ? null : words.text(end.reason(), language));
  }
}
