package io.vmgate.persistence.access;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request was answered with, as it stands in the database: fields may be added, and are
 * never taken away or given another meaning, since replicas of two versions read what either
 * writes. The request itself is in its row.
 */
@Serdeable
record AnswerBody(
    UUID serviceId,
    String name,
    String type,
    UUID vmId,
    String namespace,
    String vmName,
    List<Port> ports,
    @Nullable String host,
    @Nullable List<String> endpoints,
    String readiness,
    String createdAt,
    @Nullable String madeBy,
    @Nullable String expiresAt,
    @Nullable List<String> allowFrom,
    @Nullable String extra,
    @Nullable List<Integer> portsNotForwarded) {

  /** A port of it. */
  @Serdeable
  record Port(
      @Nullable String name,
      String transport,
      int port,
      @Nullable Integer targetPort,
      @Nullable Integer nodePort) {}
}
