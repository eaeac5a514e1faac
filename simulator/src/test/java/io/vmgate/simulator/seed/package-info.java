@NullMarked
package io.vmgate.simulator.seed;

import org.jspecify.annotations.NullMarked;
