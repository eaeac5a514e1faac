package io.vmgate.persistence.stream;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine as it is written down: fields may be added, and are never taken away or given another
 * meaning, since replicas of two versions read what either writes.
 *
 * @param gone only its id and name are left
 */
@Serdeable
record VmBody(
    String id,
    String namespace,
    String name,
    boolean gone,
    @Nullable String createdAt,
    @Nullable String printableStatus,
    @Nullable String message,
    @Nullable Integer vCpus,
    @Nullable Long memoryBytes,
    @Nullable String image,
    @Nullable String nodeName,
    @Nullable String accessIp,
    @Nullable Service service,
    @Nullable Map<String, String> labels,
    @Nullable String runStrategy,
    @Nullable String instancetype,
    @Nullable String preference,
    @Nullable Guest guest) {

  @Serdeable
  record Service(String name, String type, @Nullable String address) {}

  @Serdeable
  record Guest(
      @Nullable String startedAt,
      boolean ready,
      boolean agentConnected,
      @Nullable String operatingSystem,
      @Nullable Boolean liveMigratable,
      @Nullable String notMigratableReason) {}
}
