/**
 * Keeps what happened to machines.
 *
 * <p>An operation's event is written in the transaction that writes its task, so neither is ever
 * there without the other; what is seen in the cluster is written in one with the look that it was
 * seen at.
 */
@NullMarked
package io.vmgate.persistence.event;

import org.jspecify.annotations.NullMarked;
