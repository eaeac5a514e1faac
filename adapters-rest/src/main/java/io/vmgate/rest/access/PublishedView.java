package io.vmgate.rest.access;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.rest.access.AccessServiceView.PortView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service that was just made. */
@Serdeable
record PublishedView(
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
    Extra extra) {
  PublishedView {
    ports = List.copyOf(ports);
  }

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "PublishedExtra")
  record Extra(
      @Schema(example = "2025-08-01 10:45:00") String createTime,
      @Schema(
              example = "running",
              allowableValues = {"running", "pending", "stopped"})
          String status,
      @Schema(description = "What the list says beyond its own fields")
          AccessServiceView.Extra service,
      @Schema(description = "What may not be as it was meant; empty when all is well")
          List<WarningView> warnings) {
    Extra {
      warnings = List.copyOf(warnings);
    }
  }

  /** Something that may not be as it was meant. */
  @Serdeable
  @Schema(name = "AccessWarning")
  record WarningView(
      @Schema(example = "portNotForwarded", description = "For programs") String code,
      @Schema(example = "80", description = "The machine's port that it is about") int targetPort,
      @Schema(description = "For people") String message) {}
}
