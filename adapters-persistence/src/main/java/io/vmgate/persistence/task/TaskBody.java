package io.vmgate.persistence.task;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands in the log of changes: fields may be added, and are never taken away or given
 * another meaning, since replicas of two versions read what either writes. What the machine looked
 * like before is not in it.
 */
@Serdeable
record TaskBody(
    UUID id,
    @Nullable UUID parentId,
    UUID userId,
    String operator,
    String action,
    boolean force,
    @Nullable String vmId,
    @Nullable String namespace,
    @Nullable String vmName,
    @Nullable String extra,
    String createdAt,
    String deadline,
    String status,
    String step,
    @Nullable String endedAt,
    @Nullable String cause,
    @Nullable List<String> arguments,
    @Nullable Children children) {

  @Serdeable
  record Children(int total, int running, int success, int failed, int progress) {}
}
