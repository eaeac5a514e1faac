package io.vmgate.application.console;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps sessions, each within sight of its tenant only.
 *
 * <p>A session whose server has given no sign of life for too long has ended, with {@link
 * EndReason.ServerLost}, whether anybody has written that down yet or not.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; whether something was written is then not known.
 */
public interface SessionBook {
  /** The machine's sessions that have not ended, the oldest first. */
  List<ConsoleSession> live(TenantId tenant, VmId vm);

  /** The machine's session that ended last. */
  Optional<ConsoleSession> lastEnded(TenantId tenant, VmId vm);

  /**
   * End those of the machine's live sessions that are meant: write it down, so that their servers
   * find it there. A session that has ended meanwhile keeps its reason.
   *
   * @return those that this call ended
   */
  Set<SessionId> end(
      TenantId tenant, VmId vm, Predicate<ConsoleSession> meant, EndReason reason, Instant at);

  /**
   * End all sessions of a sign-in, as {@link #end} does, and forget its tickets.
   *
   * @return those sessions that this call ended
   */
  Set<SessionId> endAll(TenantId tenant, SignInId signIn, EndReason reason, Instant at);

  /** Tell which of these sessions have ended, and why; those that are gone are left out. */
  Map<SessionId, EndReason> endedAmong(TenantId tenant, Set<SessionId> sessions);

  /**
   * Forget the tenant's sessions that ended before the instant, some at a time and never two
   * replicas at once.
   *
   * @return how many; 0 also while another replica is at it
   */
  int forgetSessions(TenantId tenant, Instant endedBefore);
}
