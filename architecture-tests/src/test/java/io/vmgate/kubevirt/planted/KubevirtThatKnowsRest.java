package io.vmgate.kubevirt.planted;

import io.vmgate.rest.envelope.ErrorCode;

public record KubevirtThatKnowsRest(ErrorCode code) {}
