package io.vmgate.rest.auth;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Answer whether the caller holds a permission. */
@Serdeable
record PermissionView(@Schema(example = "true") boolean hasPermission) {}
