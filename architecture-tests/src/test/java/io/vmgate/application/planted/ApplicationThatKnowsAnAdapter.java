package io.vmgate.application.planted;

import io.vmgate.rest.envelope.ErrorCode;

public record ApplicationThatKnowsAnAdapter(ErrorCode code) {}
