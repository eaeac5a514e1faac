package io.vmgate.application.access;

import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.tenant.TenantId;

/** Knows what each tenant may publish, from memory, as {@code TenantDirectory} knows tenants. */
public interface AccessQuotas {
  /** What the tenant may publish; the platform's usual quota where nothing else is set for it. */
  AccessQuota of(TenantId tenant);
}
