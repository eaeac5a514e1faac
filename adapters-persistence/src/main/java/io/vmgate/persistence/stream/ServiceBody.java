package io.vmgate.persistence.stream;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as it is written down; the same rules as for machines hold.
 *
 * @param vmId the machine that it leads to
 * @param gone only what it and its machine are called is left
 */
@Serdeable
record ServiceBody(
    String id,
    String name,
    String vmId,
    String namespace,
    String vmName,
    boolean gone,
    @Nullable String type,
    @Nullable List<Port> ports,
    @Nullable String status,
    @Nullable String reason,
    @Nullable String createdAt,
    @Nullable Terms terms) {

  @Serdeable
  record Port(
      @Nullable String name,
      String transport,
      int port,
      @Nullable Integer targetPort,
      @Nullable Integer nodePort,
      @Nullable String address) {}

  @Serdeable
  record Terms(
      String madeBy,
      @Nullable String expiresAt,
      @Nullable List<String> allowFrom,
      @Nullable String extra) {}
}
