/**
 * Listens to PostgreSQL on one connection of its own.
 *
 * <p>A pooled connection would not do: LISTEN belongs to a session, and whoever waits for a ring
 * would keep the connection from everybody else. The session must be a real one, so a pooler
 * between the platform and the server must pool by session.
 */
@NullMarked
package io.vmgate.persistence.bus;

import org.jspecify.annotations.NullMarked;
