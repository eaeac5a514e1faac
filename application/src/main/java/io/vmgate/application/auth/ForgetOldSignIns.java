package io.vmgate.application.auth;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.Tenant;
import java.time.InstantSource;

/**
 * Forget sign-ins that cannot be renewed any more. Called by a schedule, as often as it likes and
 * by any number of replicas at once.
 */
public final class ForgetOldSignIns {
  private final TenantDirectory tenants;
  private final RefreshBook book;
  private final InstantSource clock;

  public ForgetOldSignIns(TenantDirectory tenants, RefreshBook book, InstantSource clock) {
    this.tenants = tenants;
    this.book = book;
    this.clock = clock;
  }

  /**
   * Forget what is due.
   *
   * @return how many sign-ins were forgotten
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public int forget() {
    int forgotten = 0;
    for (Tenant tenant : tenants.all()) {
      forgotten += book.forget(tenant.id(), clock.instant());
    }
    return forgotten;
  }
}
