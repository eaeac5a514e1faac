package io.vmgate.persistence.event;

import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The run of a machine as it is written down with the machine; the same rules as for changes hold.
 *
 * @param vm the machine, as its codec writes it
 */
@Serdeable
record SightingBody(String vm, @Nullable Run run) {

  @Serdeable
  record Run(UUID uid, @Nullable String phase, boolean ending, @Nullable Migration migration) {}

  @Serdeable
  record Migration(
      @Nullable String uid,
      @Nullable String sourceNode,
      @Nullable String targetNode,
      boolean ended,
      boolean failed,
      @Nullable String reason) {}
}
