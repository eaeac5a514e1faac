package io.vmgate.persistence.tenant;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("tenant")
record TenantRow(@Id String id, String displayName, boolean disabled) {}
