package io.vmgate.rest.console;

import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.console.DisconnectConsole.Meant;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.rest.envelope.BodyFields;
import org.jspecify.annotations.Nullable;

/** Say which sessions are to be ended. Nothing of it must be there, not even the body. */
record DisconnectBody(
    @Schema(
            example = "0198a2c1-6f0e-7b1f-9c58-3a1d2f7e4b60",
            description = "Only this one, as console/status names it; all when left out")
        @Nullable String sessionId,
    @Schema(
            example = "vnc",
            allowableValues = {"vnc", "spice", "serial"},
            description = "Only those of this console")
        @Nullable String protocol) {
  private static final int LONGEST = 64;

  static Meant read(BodyFields fields) {
    String text = fields.text("sessionId", LONGEST);
    SessionId session = text == null ? null : SessionId.parse(text).orElse(null);
    if (text != null && session == null) {
      fields.refuse("sessionId", FieldReason.MALFORMED, "UUID");
    }
    ConsoleProtocol protocol = ConsoleBody.protocol(fields);
    fields.refuseIfWrong();
    return new Meant(session, protocol);
  }
}
