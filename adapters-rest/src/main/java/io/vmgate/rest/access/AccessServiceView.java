package io.vmgate.rest.access;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service as it stands in a list, and as it is told of when it changes. */
@Serdeable
record AccessServiceView(
    @Schema(example = "8f6c1d7e-3a0b-4a55-9d0e-7c1f2a4b6d90") String serviceId,
    @Schema(example = "vm-web-service") String serviceName,
    @Schema(
            example = "NodePort",
            allowableValues = {"NodePort", "LoadBalancer", "ClusterIP"})
        String serviceType,
    @Schema(
            example = "192.168.1.200:30080",
            description = "Where the first port is reached; null until there is an address")
        @Nullable String accessAddr,
    List<PortView> ports,
    @Schema(example = "2025-08-01 10:45:00") String createTime,
    @Schema(
            example = "running",
            allowableValues = {"running", "pending", "stopped"},
            description =
                "running: there is an address, and the machine is ready behind it; stopped: the"
                    + " machine is")
        String status,
    Extra extra) {
  AccessServiceView {
    ports = List.copyOf(ports);
  }

  /** A port of a service. */
  @Serdeable
  @Schema(name = "AccessPort")
  record PortView(
      @Schema(example = "8080", description = "Of the service") int port,
      @Schema(
              example = "80",
              description =
                  "Of the machine; null where a service made by others names it by a word")
          @Nullable Integer targetPort,
      @Schema(example = "30080", description = "On every node; null for ClusterIP")
          @Nullable Integer nodePort,
      PortExtra extra) {}

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "AccessPortExtra")
  record PortExtra(
      @Schema(example = "http", description = "Null where the only port has none")
          @Nullable String name,
      @Schema(
              example = "TCP",
              allowableValues = {"TCP", "UDP", "SCTP"})
          String protocol,
      @Schema(
              example = "192.168.1.200:30080",
              description = "Where this port is reached; null until there is an address")
          @Nullable String accessAddr) {}

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "AccessServiceExtra")
  record Extra(
      @Schema(
              example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb",
              description = "The machine that it leads to")
          String vmId,
      @Schema(description = "Whether the platform made it; it removes no other") boolean managed,
      @Schema(example = "alice", description = "Who asked for it; null for one made by others")
          @Nullable String operator,
      @Schema(example = "2025-08-31 18:00:00", description = "When it is removed; null for never")
          @Nullable String expireTime,
      @Schema(description = "Who may reach it; empty for anybody") List<String> allowFrom,
      @Schema(
              example = "none",
              description = "Why it does not run, for programs",
              allowableValues = {"none", "machineStopped", "noAddress", "noReadyEndpoint"})
          String reason,
      @Schema(description = "Why it does not run, for people; null when it does")
          @Nullable String message,
      @Schema(type = "object", description = "What the caller gave as extra")
          @Nullable JsonNode extra) {
    Extra {
      allowFrom = List.copyOf(allowFrom);
    }
  }
}
