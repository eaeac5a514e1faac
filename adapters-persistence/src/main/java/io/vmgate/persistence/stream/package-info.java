/**
 * Keeps the log of changes and reads it for the listeners of this replica.
 *
 * <p>Identity values commit in any order, so what has been read cannot be told by the last number.
 * It is told by a snapshot: the next read takes what the one before could not see, exactly once. A
 * point that is given to clients is the oldest transaction that was open then; below it nothing can
 * appear any more.
 */
@NullMarked
package io.vmgate.persistence.stream;

import org.jspecify.annotations.NullMarked;
