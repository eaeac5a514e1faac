package io.vmgate.domain.planted;

import io.micronaut.http.HttpStatus;

public record DomainThatKnowsAFramework(HttpStatus status) {}
