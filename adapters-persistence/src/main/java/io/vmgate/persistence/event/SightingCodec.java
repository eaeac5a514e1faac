package io.vmgate.persistence.event;

import io.micronaut.json.JsonMapper;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.event.ServiceSight;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.persistence.stream.ServiceChangeCodec;
import io.vmgate.persistence.stream.VmChangeCodec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
  private final ServiceChangeCodec services;

  SightingCodec(JsonMapper json, VmChangeCodec machines, ServiceChangeCodec services) {
    this.json = json;
    this.machines = machines;
    this.services = services;
  }

  String write(Sighting sighting) {
    try {
      return json.writeValueAsString(
          new SightingBody(
              machines.write(sighting.vm()), body(sighting.run()), body(sighting.services())));
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
      return Optional.of(
          new Sighting(machines.read(body.vm()), run(body.run()), services(body.services())));
    } catch (IOException | RuntimeException unreadable) {
      LOG.warn("what was last seen of a machine cannot be read; it counts as new", unreadable);
      return Optional.empty();
    }
  }

  private SightingBody.Services body(ServiceSight sight) throws IOException {
    if (!(sight instanceof ServiceSight.Seen(var seen))) {
      return new SightingBody.Services(false, List.of());
    }
    List<String> bodies = new ArrayList<>(seen.size());
    for (ServiceSummary service : seen) {
      bodies.add(services.write(service));
    }
    return new SightingBody.Services(true, bodies);
  }

  /** Services that cannot be read do not make the machine a new one: they count as not seen. */
  private ServiceSight services(SightingBody.@Nullable Services written) {
    if (written == null || !written.seen()) {
      return new ServiceSight.Hidden();
    }
    List<String> bodies = Objects.requireNonNullElse(written.list(), List.of());
    try {
      List<ServiceSummary> seen = new ArrayList<>(bodies.size());
      for (String body : bodies) {
        seen.add(services.read(body));
      }
      return new ServiceSight.Seen(seen);
    } catch (IOException | RuntimeException unreadable) {
      LOG.warn("what was last seen of services cannot be read: {}", unreadable.toString());
      return new ServiceSight.Hidden();
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
