package io.vmgate.testkit.access;

import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.tenant.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps quotas, also of tenants that nobody else knows. */
public final class InMemoryAccessQuotas implements AccessQuotas {
  private final Map<TenantId, TenantQuota> quotas = new ConcurrentHashMap<>();

  @Override
  public TenantQuota of(TenantId tenant) {
    return quotas.getOrDefault(tenant, TenantQuota.NONE);
  }

  @Override
  public void set(TenantId tenant, TenantQuota quota) {
    quotas.put(tenant, quota);
  }
}
