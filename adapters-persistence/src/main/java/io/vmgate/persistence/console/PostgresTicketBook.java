package io.vmgate.persistence.console;

import io.vmgate.application.console.TicketBook;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.TicketHash;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps tickets in PostgreSQL; what is redeemed there is redeemed once, on whatever server. */
@Singleton
final class PostgresTicketBook implements TicketBook {
  /** How often a console may be found taken by nobody before somebody unseen is on it. */
  private static final int TRIES = 5;

  private final PostgresTransactions transactions;
  private final TicketRows tickets;
  private final SessionRows sessions;
  private final ServerRows servers;
  private final SessionWrites writes;

  PostgresTicketBook(
      PostgresTransactions transactions,
      TicketRows tickets,
      SessionRows sessions,
      ServerRows servers,
      SessionWrites writes) {
    this.transactions = transactions;
    this.tickets = tickets;
    this.sessions = sessions;
    this.servers = servers;
    this.writes = writes;
  }

  @Override
  public void add(ConsoleTicket ticket) {
    transactions.inTenant(
        ticket.caller().tenant(),
        () -> {
          tickets.save(ConsoleRowMapper.toRow(ticket));
          return true;
        });
  }

  @Override
  public Optional<Found> find(TicketHash hash) {
    Optional<TicketRow> row =
        transactions.outsideTenants(
            () -> {
              tickets.show(hash.value());
              return tickets.findByHash(hash.value());
            });
    return row.map(found -> new Found(ConsoleRowMapper.toTicket(found), session(found)));
  }

  @Override
  public Redemption redeem(ConsoleTicket ticket, ConsoleSession session, boolean takeover) {
    try {
      return transactions.inTenant(
          ticket.caller().tenant(), () -> redeemWithin(ticket, session, takeover));
    } catch (Held held) {
      return new Redemption.Held(held.holder);
    }
  }

  @Override
  public int forgetTickets(TenantId tenant, Instant expiredBefore) {
    return transactions.inTenant(tenant, () -> tickets.forget(tenant.value(), expiredBefore));
  }

  private @Nullable ConsoleSession session(TicketRow ticket) {
    UUID id = ticket.sessionId();
    if (id == null) {
      return null;
    }
    return transactions
        .inTenant(
            new TenantId(ticket.tenantId()),
            () -> {
              writes.endLost(id);
              return sessions.findById(id);
            })
        .map(ConsoleRowMapper::toSession)
        .orElse(null);
  }

  private Redemption redeemWithin(ConsoleTicket ticket, ConsoleSession session, boolean takeover) {
    UUID id = session.id().value();
    if (tickets.spend(ticket.hash().value(), id, session.connectedAt()) == 0) {
      return new Redemption.Spent();
    }
    servers.introduce(session.server().value());
    sessions.queueUp(session.vm() + " " + session.protocol().wireName());
    SessionId ended = null;
    for (int tries = 0; !writes.begin(session); tries++) {
      Optional<ConsoleSession> holder = holder(session);
      if (holder.isPresent()) {
        if (!takeover) {
          throw new Held(holder.get()); // and the ticket is as good as before
        }
        end(holder.get(), session);
        ended = holder.get().id();
      } else if (tries == TRIES) {
        throw new Held(null);
      } // else it has just ended
    }
    return new Redemption.Begun(ended);
  }

  private Optional<ConsoleSession> holder(ConsoleSession session) {
    writes.endLostOfMachine(session.vm().value());
    return sessions
        .holder(
            session.caller().tenant().value(), session.vm().value(), session.protocol().wireName())
        .map(ConsoleRowMapper::toSession);
  }

  private void end(ConsoleSession holder, ConsoleSession newcomer) {
    writes.end(
        holder, new EndReason.TakenOver(newcomer.caller().username()), newcomer.connectedAt());
  }

  /** Undoes the transaction in which a ticket was spent in vain. */
  private static final class Held extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ConsoleSession holder;

    Held(@Nullable ConsoleSession holder) {
      super("the console is held", null, false, false);
      this.holder = holder;
    }
  }
}
