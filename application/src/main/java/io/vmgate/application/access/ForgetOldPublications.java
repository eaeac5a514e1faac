package io.vmgate.application.access;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.Tenant;
import java.time.Instant;
import java.time.InstantSource;

/** Forget requests to publish once nothing needs them: when their keys are forgotten. */
public final class ForgetOldPublications {
  private final TenantDirectory tenants;
  private final PublicationBook book;
  private final AccessLimits limits;
  private final InstantSource clock;

  public ForgetOldPublications(
      TenantDirectory tenants, PublicationBook book, AccessLimits limits, InstantSource clock) {
    this.tenants = tenants;
    this.book = book;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Forget them, tenant by tenant.
   *
   * @return how many were forgotten
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}; what was forgotten by then stays so
   */
  public int forget() {
    Instant before = clock.instant().minus(limits.requestKeys());
    int forgotten = 0;
    for (Tenant tenant : tenants.all()) {
      for (int some = book.forget(tenant.id(), before);
          some > 0;
          some = book.forget(tenant.id(), before)) {
        forgotten += some;
      }
    }
    return forgotten;
  }
}
