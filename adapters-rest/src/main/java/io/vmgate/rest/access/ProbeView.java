package io.vmgate.rest.access;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a service answers, from where the platform is. */
@Serdeable
record ProbeView(
    @Schema(example = "8f6c1d7e-3a0b-4a55-9d0e-7c1f2a4b6d90") String serviceId,
    @Schema(description = "Whether every TCP port answers at the address that people use")
        boolean reachable,
    @Schema(example = "running", description = "As in the list") String status,
    @Schema(description = "What was tried: each port at the address, then at the machine itself")
        List<CheckView> checks) {
  ProbeView {
    checks = List.copyOf(checks);
  }

  /** One try. */
  @Serdeable
  @Schema(name = "ProbeCheck")
  record CheckView(
      @Schema(
              example = "address",
              description = "At the address that people use, or at the machine itself",
              allowableValues = {"address", "endpoint"})
          String target,
      @Schema(example = "192.168.1.200:30080", description = "Null where there is none")
          @Nullable String address,
      @Schema(example = "8080", description = "The service's port that it is about") int port,
      @Schema(example = "TCP") String protocol,
      boolean reachable,
      @Schema(example = "1.4", description = "How long that took; null for what was not tried")
          @Nullable Double milliseconds,
      @Schema(
              example = "connected",
              description = "For programs",
              allowableValues = {
                "connected",
                "refused",
                "timedOut",
                "noRoute",
                "unknownHost",
                "failed",
                "noAddress",
                "noEndpoint",
                "notTcp"
              })
          String reason,
      @Schema(description = "For people") String message) {}
}
