package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.TicketHash;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tickets, by their hashes alone, and lets each be redeemed once.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; whether something was written is then not known.
 */
public interface TicketBook {
  /** Keep a new ticket. */
  void add(ConsoleTicket ticket);

  /**
   * Find a ticket by nothing but its hash, whosever it is; expired ones too, while they are kept.
   */
  Optional<Found> find(TicketHash hash);

  /**
   * Spend the ticket and begin the session, or do neither. Of any number of simultaneous calls for
   * a ticket exactly one begins a session; of any number for a console that one person at a time
   * can be on, one is on it at any moment. A holder whose server is gone holds nothing.
   *
   * @param session what begins; at its {@code connectedAt} the ticket must not have expired
   * @param takeover whether to end the session of whoever is on the console
   */
  Redemption redeem(ConsoleTicket ticket, ConsoleSession session, boolean takeover);

  /**
   * Forget tickets of the tenant that expired before the instant, unless their session lives.
   *
   * @return how many
   */
  int forgetTickets(TenantId tenant, Instant expiredBefore);

  /**
   * A ticket, and what became of it.
   *
   * @param session that it was spent on; null while it is not spent
   */
  record Found(ConsoleTicket ticket, @Nullable ConsoleSession session) {}

  /** What came of an attempt to redeem a ticket. */
  sealed interface Redemption {
    /**
     * The session has begun.
     *
     * @param ended whose place it took; null when the console was free
     */
    record Begun(@Nullable SessionId ended) implements Redemption {}

    /** The ticket is gone, spent or expired; nothing was written. */
    record Spent() implements Redemption {}

    /**
     * Somebody is on the console; nothing was written, and the ticket can still be redeemed.
     *
     * @param holder null when it is somebody of whom the tenant may not know
     */
    record Held(@Nullable ConsoleSession holder) implements Redemption {}
  }
}
