package io.vmgate.application.console;

import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Keeps how long the way to the viewers of sessions and back takes, for the servers that do not
 * hold them.
 *
 * <p>Both methods throw {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away.
 */
public interface LatencyBook {
  /** Note what was measured last, to the microsecond; sessions that are not live are left out. */
  void note(TenantId tenant, Map<SessionId, Duration> measured);

  /** Tell what was noted last of these; those of which nothing was noted are left out. */
  Map<SessionId, Duration> noted(TenantId tenant, Set<SessionId> sessions);
}
