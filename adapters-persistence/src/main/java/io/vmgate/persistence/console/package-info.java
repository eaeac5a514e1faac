/**
 * Tickets, sessions and servers in PostgreSQL.
 *
 * <p>Two settings of the transaction open row security a little beside {@code vmgate.tenant}: with
 * {@code vmgate.ticket} the one ticket of that hash can be read, with {@code vmgate.server} the
 * sessions of that server can be read.
 */
@NullMarked
package io.vmgate.persistence.console;

import org.jspecify.annotations.NullMarked;
