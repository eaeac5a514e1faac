package io.vmgate.persistence.tenant;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("tenant_namespace")
record TenantNamespaceRow(@Id String namespace, String tenantId) {}
