package io.vmgate.application.task;

import io.vmgate.application.tenant.TenantDirectory;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Forget tasks that ended long ago. Called by a schedule, as often as it likes and by any number of
 * replicas at once.
 */
public final class ForgetOldTasks {
  private final TenantDirectory tenants;
  private final TaskBook book;
  private final TaskLimits limits;
  private final InstantSource clock;

  /** Keep what is younger than the limits say. */
  public ForgetOldTasks(
      TenantDirectory tenants, TaskBook book, TaskLimits limits, InstantSource clock) {
    this.tenants = tenants;
    this.book = book;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Forget what is due.
   *
   * @return how many tasks were forgotten
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public int forget() {
    Instant now = clock.instant();
    return tenants.all().stream()
        .mapToInt(
            tenant ->
                book.forget(
                    tenant.id(), now.minus(limits.retention()), now.minus(limits.requestKeys())))
        .sum();
  }
}
