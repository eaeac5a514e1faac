/**
 * Lets callers follow what changes.
 *
 * <p>Changes are written to the {@link io.vmgate.application.stream.ChangeLog} in the transaction
 * that makes them. Each replica reads the log once and hands every change to its listeners through
 * {@link io.vmgate.application.stream.ChangeFanOut}: what a change costs the database does not
 * depend on how many listen.
 */
@NullMarked
package io.vmgate.application.stream;

import org.jspecify.annotations.NullMarked;
