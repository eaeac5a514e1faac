package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.TicketToken;
import org.jspecify.annotations.Nullable;

/**
 * Hand over a ticket.
 *
 * @param token the ticket itself, which is kept nowhere
 * @param holder who is on that console just now; null when it is free, or has room for several
 */
public record IssuedTicket(
    TicketToken token, ConsoleTicket ticket, @Nullable ConsoleSession holder) {}
