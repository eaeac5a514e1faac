package io.vmgate.persistence.planted;

import io.vmgate.rest.envelope.ErrorCode;

public record PersistenceThatKnowsRest(ErrorCode code) {}
