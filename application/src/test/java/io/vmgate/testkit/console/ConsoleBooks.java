package io.vmgate.testkit.console;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;

import io.vmgate.application.console.ServerLog;
import io.vmgate.application.console.SessionBook;
import io.vmgate.application.console.SessionLog;
import io.vmgate.application.console.TicketBook;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What the contracts of consoles are tried on: books that belong together. */
public interface ConsoleBooks {
  TenantId ACME = new TenantId("acme");
  TenantId GLOBEX = new TenantId("globex");
  Caller ANN = aCaller().operator().named("ann").build();
  Caller BOB = aCaller().operator().named("bob").build();
  ServerId ONE = new ServerId(new UUID(1, 1));
  ServerId TWO = new ServerId(new UUID(2, 2));
  Instant START = ManualClock.START;
  AtomicLong LAST_SESSION = new AtomicLong();

  /** The tickets; tenants acme and globex exist. */
  TicketBook tickets();

  /** The sessions that begin with those tickets. */
  SessionBook sessions();

  /** What the servers write into them. */
  SessionLog log();

  /** The servers that hold them. */
  ServerLog servers();

  /** Let time pass for the clock that servers are judged by. */
  void letTimePass(Duration duration);

  /** What begins when this ticket is redeemed at the clock's start, on server one. */
  default ConsoleSession sessionOf(ConsoleTicket ticket) {
    return sessionOf(ticket, ONE);
  }

  default ConsoleSession sessionOf(ConsoleTicket ticket, ServerId server) {
    return new ConsoleSession(
        new SessionId(new UUID(7, LAST_SESSION.incrementAndGet())),
        ticket.caller(),
        ticket.vm(),
        ticket.vmName(),
        ticket.protocol(),
        ticket.viewOnly(),
        "192.0.2.7",
        START,
        server,
        null);
  }

  /** Keep the ticket, redeem it, and answer what began. */
  default ConsoleSession begin(ConsoleTicket ticket, ServerId server) {
    ConsoleSession session = sessionOf(ticket, server);
    tickets().add(ticket);
    TicketBook.Redemption redemption = tickets().redeem(ticket, session, ticket.takeover());
    if (!(redemption instanceof TicketBook.Redemption.Begun)) {
      throw new AssertionError("did not begin: " + redemption);
    }
    return session;
  }

  default ConsoleSession begin(ConsoleTicket ticket) {
    return begin(ticket, ONE);
  }
}
