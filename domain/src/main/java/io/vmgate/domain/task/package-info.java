/**
 * Operations on machines and how they stand.
 *
 * <p>A task is the only progress report there is. It says what was asked for, what the machine
 * looked like before the cluster was asked, and how it ended; whoever takes it over can decide from
 * that, and from a fresh look at the machine, what is left to do.
 */
@NullMarked
package io.vmgate.domain.task;

import org.jspecify.annotations.NullMarked;
