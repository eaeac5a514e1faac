package io.vmgate.persistence.event;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The run of a machine and its services as they are written down with the machine; the same rules
 * as for changes hold.
 *
 * @param vm the machine, as its codec writes it
 * @param services those that lead to it; null in what a version wrote that did not look
 */
@Serdeable
record SightingBody(String vm, @Nullable Run run, @Nullable Services services) {

  /**
   * What was seen of services.
   *
   * @param list each as its codec writes it; may be left out where it is empty
   */
  @Serdeable
  record Services(boolean seen, @Nullable List<String> list) {}

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
