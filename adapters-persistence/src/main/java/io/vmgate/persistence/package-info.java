/**
 * Keeps what must outlast a restart, in PostgreSQL.
 *
 * <p>Two walls stand between tenants: the gate in front of the use cases, and row-level security.
 * The second holds because every statement on rows of a tenant runs inside {@link
 * PostgresTransactions#inTenant}, which tells the database whose rows may be seen, and because the
 * platform's role can neither bypass the policies nor own its way around them.
 *
 * <p>The policies are forced upon the tables' owner, which is the role that migrates them: a
 * migration that changes rows of tenants must lift {@code FORCE ROW LEVEL SECURITY} for itself and
 * set it again, or it changes nothing and says nothing.
 */
@NullMarked
package io.vmgate.persistence;

import org.jspecify.annotations.NullMarked;
