package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;

/**
 * Let somebody in who has redeemed a ticket: they are to be joined to this console.
 *
 * @param main false for a further connection of a session that has its main one already
 */
public record Admission(ConsoleSession session, ConsoleTarget target, boolean main) {}
