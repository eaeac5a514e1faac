package io.vmgate.domain.console;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describe what a ticket is good for.
 *
 * @param caller who asked for it, with the sign-in it was asked for under
 * @param viewOnly whether keys, pointer and clipboard are to be dropped
 * @param takeover whether whoever is on the console is to be thrown out
 * @param extra a JSON object of the caller's; null for none
 * @param expiresAt from when on it is no longer redeemed
 */
public record ConsoleTicket(
    TicketHash hash,
    Caller caller,
    VmId vm,
    VmName vmName,
    ConsoleProtocol protocol,
    boolean viewOnly,
    boolean takeover,
    @Nullable String extra,
    Instant issuedAt,
    Instant expiresAt) {}
