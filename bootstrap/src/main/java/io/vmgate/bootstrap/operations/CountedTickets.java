package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmgate.application.console.TicketBook;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.TicketHash;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/** Publish what becomes of console tickets; docs/operations.md explains each. */
public final class CountedTickets implements TicketBook {
  private final TicketBook tickets;
  private final Counter issued;
  private final Counter redeemed;
  private final Counter held;
  private final Counter refused;

  /** Count what this book is asked. */
  public CountedTickets(TicketBook tickets, MeterRegistry registry) {
    this.tickets = tickets;
    this.issued = counter("issued", registry);
    this.redeemed = counter("redeemed", registry);
    this.held = counter("held", registry);
    this.refused = counter("refused", registry);
  }

  @Override
  public void add(ConsoleTicket ticket) {
    tickets.add(ticket);
    issued.increment();
  }

  @Override
  public Optional<Found> find(TicketHash hash) {
    Optional<Found> found = tickets.find(hash);
    if (found.isEmpty()) {
      refused.increment();
    }
    return found;
  }

  @Override
  public Redemption redeem(ConsoleTicket ticket, ConsoleSession session, boolean takeover) {
    Redemption redemption = tickets.redeem(ticket, session, takeover);
    switch (redemption) {
      case Redemption.Begun _ -> redeemed.increment();
      case Redemption.Held _ -> held.increment();
      case Redemption.Spent() -> refused.increment();
    }
    return redemption;
  }

  @Override
  public int forgetTickets(TenantId tenant, Instant expiredBefore) {
    return tickets.forgetTickets(tenant, expiredBefore);
  }

  private static Counter counter(String result, MeterRegistry registry) {
    return Counter.builder("vmgate.console.tickets")
        .description("What became of console tickets")
        .tag("result", result)
        .register(registry);
  }
}
