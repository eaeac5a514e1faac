package io.vmgate.rest.stream;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Say that a machine is no more. */
@Serdeable
record VmGoneView(
    @Schema(example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb") String id,
    @Schema(example = "web-1") String name,
    @Schema(example = "default") String namespace,
    Extra extra) {

  /** What tells it from a machine that there is. */
  @Serdeable
  @Schema(name = "VmGoneExtra")
  record Extra(boolean deleted) {}
}
