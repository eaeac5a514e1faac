package io.vmgate.persistence.console;

import io.micronaut.json.JsonMapper;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.stream.ChangeCodec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Writes and reads who is, or was, on a console. What they may do is not in it. */
@Singleton
final class ConsoleChangeCodec implements ChangeCodec {
  private final JsonMapper json;

  ConsoleChangeCodec(JsonMapper json) {
    this.json = json;
  }

  @Override
  public ChangeKind kind() {
    return ChangeKind.CONSOLE;
  }

  @Override
  public String write(Change change) throws IOException {
    if (!(change instanceof Change.ConsoleShown(var session))) {
      throw new IllegalArgumentException("about no console: " + change);
    }
    ConsoleSession.End end = session.end();
    return json.writeValueAsString(
        new SessionBody(
            session.id().value(),
            session.caller().user().value(),
            session.caller().username(),
            session.vm().value(),
            session.vmName().namespace(),
            session.vmName().name(),
            session.protocol().wireName(),
            session.viewOnly(),
            session.clientAddress(),
            session.connectedAt().toString(),
            session.server().value(),
            end == null ? null : end.at().toString(),
            end == null ? null : end.reason().code(),
            end == null ? null : end.reason().arguments()));
  }

  @Override
  public Change read(TenantId tenant, String body) throws IOException {
    SessionBody session = json.readValue(body, SessionBody.class);
    if (session == null) {
      throw new IOException("null is no session");
    }
    return new Change.ConsoleShown(
        ConsoleRowMapper.toSession(
            new SessionRow(
                session.id(),
                tenant.value(),
                session.userId(),
                session.username(),
                List.of(),
                null,
                session.vmId(),
                session.namespace(),
                session.vmName(),
                session.protocol(),
                session.viewOnly(),
                session.clientAddress(),
                Instant.parse(session.connectedAt()),
                session.serverId(),
                session.endedAt() == null ? null : Instant.parse(session.endedAt()),
                session.endCode(),
                Objects.requireNonNullElse(session.endArguments(), List.of()),
                0,
                0)));
  }
}
