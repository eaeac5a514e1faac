package io.vmgate.persistence.event;

import io.micronaut.json.JsonMapper;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.persistence.stream.VmChangeCodec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes sightings as JSON, and reads them again. */
@Singleton
final class SightingCodec {
  private static final Logger LOG = LoggerFactory.getLogger(SightingCodec.class);

  private final JsonMapper json;
  private final VmChangeCodec machines;

  SightingCodec(JsonMapper json, VmChangeCodec machines) {
    this.json = json;
    this.machines = machines;
  }

  String write(Sighting sighting) {
    try {
      return json.writeValueAsString(
          new SightingBody(machines.write(sighting.vm()), body(sighting.run())));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Read one; empty for one that cannot be read, whose machine then counts as never seen. */
  Optional<Sighting> read(String text) {
    try {
      SightingBody body = json.readValue(text, SightingBody.class);
      if (body == null) {
        throw new IOException("null is no sighting");
      }
      return Optional.of(new Sighting(machines.read(body.vm()), run(body.run())));
    } catch (IOException | RuntimeException unreadable) {
      LOG.warn("what was last seen of a machine cannot be read; it counts as new", unreadable);
      return Optional.empty();
    }
  }

  private static SightingBody.@Nullable Run body(@Nullable VmRun run) {
    if (run == null) {
      return null;
    }
    VmRun.Migration move = run.migration();
    return new SightingBody.Run(
        run.uid(),
        run.phase(),
        run.ending(),
        move == null
            ? null
            : new SightingBody.Migration(
                move.uid(),
                move.sourceNode(),
                move.targetNode(),
                move.ended(),
                move.failed(),
                move.reason()));
  }

  private static @Nullable VmRun run(SightingBody.@Nullable Run run) {
    if (run == null) {
      return null;
    }
    SightingBody.Migration move = run.migration();
    return new VmRun(
        run.uid(),
        Objects.requireNonNullElse(run.phase(), ""),
        run.ending(),
        move == null
            ? null
            : new VmRun.Migration(
                Objects.requireNonNullElse(move.uid(), ""),
                move.sourceNode(),
                move.targetNode(),
                move.ended(),
                move.failed(),
                move.reason()));
  }
}
