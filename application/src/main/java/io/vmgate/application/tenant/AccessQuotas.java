package io.vmgate.application.tenant;

import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.tenant.TenantId;

/** Keeps where tenants may publish more or less than is usual. */
public interface AccessQuotas {
  /**
   * Tell the tenant's quota; {@link TenantQuota#NONE} where nothing is set for it.
   *
   * <p>Answers from memory. What it says may be some seconds old, and goes on being said while the
   * database is away.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable} only while nothing was ever read
   */
  TenantQuota of(TenantId tenant);

  /**
   * Set the quota of a tenant; nothing happens where there is no such tenant.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  void set(TenantId tenant, TenantQuota quota);
}
