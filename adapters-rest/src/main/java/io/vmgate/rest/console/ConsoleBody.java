package io.vmgate.rest.console;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.console.ConsoleRequest;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.rest.envelope.BodyFields;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ask for a console link. Nothing of it must be there, not even the body. */
record ConsoleBody(
    @Schema(
            example = "vnc",
            allowableValues = {"vnc", "spice", "serial"},
            description = "Which console; the machine's defaultProtocol when left out")
        @Nullable String protocol,
    @Schema(
            example = "3600",
            minimum = "10",
            maximum = "86400",
            defaultValue = "3600",
            description = "For how many seconds the link can be opened")
        @Nullable Integer expireTime,
    @Schema(
            defaultValue = "false",
            description =
                "Throw out whoever is on the console when the link is opened; needs"
                    + " vm:console:takeover")
        @Nullable Boolean takeover,
    @Schema(
            defaultValue = "false",
            description = "Look, but drop keys, pointer and clipboard in the platform")
        @Nullable Boolean viewOnly,
    @Schema(
            type = "object",
            example = "{\"ticket\":\"OPS-17\"}",
            description = "Kept with the link and given back")
        @Nullable Map<String, Object> extra) {
  private static final int LONGEST_WORD = 32;
  private static final int LONGEST_EXTRA = 8_192;

  static ConsoleRequest read(BodyFields fields) {
    ConsoleRequest request =
        new ConsoleRequest(
            protocol(fields),
            Duration.ofSeconds(
                fields.number(
                    "expireTime",
                    (int) ConsoleRequest.USUAL.toSeconds(),
                    (int) ConsoleRequest.SHORTEST.toSeconds(),
                    (int) ConsoleRequest.LONGEST.toSeconds())),
            fields.flag("takeover"),
            fields.flag("viewOnly"),
            fields.object("extra", LONGEST_EXTRA));
    fields.refuseIfWrong();
    return request;
  }

  /** Read the name of a console; null when it is not there. */
  static @Nullable ConsoleProtocol protocol(BodyFields fields) {
    String word = fields.text("protocol", LONGEST_WORD);
    if (word == null) {
      return null;
    }
    ConsoleProtocol protocol = ConsoleProtocol.ofWireName(word).orElse(null);
    if (protocol == null) {
      fields.refuse(
          "protocol",
          FieldReason.NOT_ONE_OF,
          Arrays.stream(ConsoleProtocol.values())
              .map(ConsoleProtocol::wireName)
              .collect(Collectors.joining(", ")));
    }
    return protocol;
  }
}
