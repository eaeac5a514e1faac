package io.vmgate.persistence.stream;

import io.vmgate.application.stream.LoggedChange;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes and reads changes of all kinds. */
@Singleton
final class ChangeCodecs {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeCodecs.class);

  private final Map<ChangeKind, ChangeCodec> byKind = new EnumMap<>(ChangeKind.class);

  ChangeCodecs(List<ChangeCodec> codecs) {
    codecs.forEach(codec -> byKind.put(codec.kind(), codec));
  }

  String write(Change change) {
    ChangeCodec codec = byKind.get(change.kind());
    if (codec == null) {
      throw new IllegalStateException("nobody writes changes of kind " + change.kind());
    }
    try {
      return codec.write(change);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Read a change; empty for one that only a newer version of the platform understands. */
  Optional<LoggedChange> read(long id, String kind, String tenant, String body) {
    ChangeCodec codec = ChangeKind.ofWireName(kind).map(byKind::get).orElse(null);
    if (codec == null) {
      LOG.debug("change {} is of kind {}, which is not known here", id, kind);
      return Optional.empty();
    }
    try {
      return Optional.of(new LoggedChange(id, codec.read(new TenantId(tenant), body)));
    } catch (IOException | RuntimeException unreadable) {
      // Without the stack: there may be as many of these as there are changes.
      LOG.warn("change {} of kind {} is left out: {}", id, kind, unreadable.toString());
      return Optional.empty();
    }
  }
}
