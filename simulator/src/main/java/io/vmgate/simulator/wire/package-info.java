/** Streams that lead on to a real socket: a port that stands in for a guest's, or a process. */
@NullMarked
package io.vmgate.simulator.wire;

import org.jspecify.annotations.NullMarked;
