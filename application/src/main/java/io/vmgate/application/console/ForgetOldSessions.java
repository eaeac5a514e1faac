package io.vmgate.application.console;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Forget sessions that ended long ago and tickets that have expired. Called by a schedule, as often
 * as it likes and by any number of replicas at once.
 */
public final class ForgetOldSessions {
  private final TenantDirectory tenants;
  private final TicketBook tickets;
  private final SessionBook sessions;
  private final Duration retention;
  private final InstantSource clock;

  /**
   * Forget what is old.
   *
   * @param retention how long a session is kept after it has ended
   */
  public ForgetOldSessions(
      TenantDirectory tenants,
      TicketBook tickets,
      SessionBook sessions,
      Duration retention,
      InstantSource clock) {
    this.tenants = tenants;
    this.tickets = tickets;
    this.sessions = sessions;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Forget what is due.
   *
   * @return how many sessions and tickets were forgotten
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public int forget() {
    Instant now = clock.instant();
    int forgotten = 0;
    for (Tenant tenant : tenants.all()) {
      forgotten += tickets.forgetTickets(tenant.id(), now);
      forgotten += sessions.forgetSessions(tenant.id(), now.minus(retention));
    }
    return forgotten;
  }
}
