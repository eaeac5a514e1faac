/**
 * Ends of streams for measurements: they send as fast as the client reads or at a given pace, give
 * back, or swallow.
 */
@NullMarked
package io.vmgate.simulator.load;

import org.jspecify.annotations.NullMarked;
