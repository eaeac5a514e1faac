package io.vmgate.rest.stream;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Say that an access service is no more, or leads to the machine no more. */
@Serdeable
record ServiceGoneView(
    @Schema(example = "8f6c1d7e-3a0b-4a55-9d0e-7c1f2a4b6d90") String serviceId,
    @Schema(example = "vm-web-service") String serviceName,
    Extra extra) {

  /** What tells it from a service that there is. */
  @Serdeable
  @Schema(name = "ServiceGoneExtra")
  record Extra(
      @Schema(example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb") String vmId, boolean deleted) {}
}
