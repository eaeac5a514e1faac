package io.vmgate.relay.planted;

import io.vmgate.rest.envelope.ErrorCode;

public record RelayThatKnowsRest(ErrorCode code) {}
