package io.vmgate.rest.console;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Hand over a console link. */
@Serdeable
record ConsoleLinkView(
    @Schema(
            example = "ws://192.168.1.200:8080/api/v1/vms/console/ws?token=xxx",
            description = "The web socket, for noVNC and its like; lets one in, once")
        String consoleUrl,
    @Schema(example = "2025-08-01 11:30:00", description = "From then on it no longer opens")
        String expireTime,
    @Schema(
            example = "vnc",
            allowableValues = {"vnc", "spice", "serial"})
        String protocol,
    @Schema(example = "5900", description = "Port for native viewers; null, for raw access is off")
        @Nullable Integer port,
    Extra extra) {

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "ConsoleLinkExtra")
  record Extra(
      boolean viewOnly,
      boolean takeover,
      @Schema(description = "Who is on that console now; null while it is free")
          @Nullable HolderView holder,
      @Schema(type = "object", description = "What the caller gave as extra")
          @Nullable JsonNode extra) {}

  /** Who is on a console. */
  @Serdeable
  @Schema(name = "ConsoleHolder")
  record HolderView(
      @Schema(example = "0198a2c1-6f0e-7b1f-9c58-3a1d2f7e4b60") String sessionId,
      @Schema(example = "alice") String username,
      @Schema(example = "2025-08-01 10:40:00") String connectTime) {}
}
