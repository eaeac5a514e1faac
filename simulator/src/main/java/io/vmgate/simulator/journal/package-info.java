/**
 * Keeps what was changed over a restart.
 *
 * <p>The planted cluster is the same at every start, so only objects that differ from it are
 * written: one JSON line for each write, at most a fifth of a second after it. Reading the file
 * again over the planted cluster gives the last state; a last line that was cut short by a crash is
 * dropped.
 */
@NullMarked
package io.vmgate.simulator.journal;

import org.jspecify.annotations.NullMarked;
