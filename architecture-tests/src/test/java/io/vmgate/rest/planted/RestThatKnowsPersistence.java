package io.vmgate.rest.planted;

import io.vmgate.persistence.PersistenceSettings;

public record RestThatKnowsPersistence(PersistenceSettings settings) {}
