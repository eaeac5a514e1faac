@NullMarked
package io.vmgate.simulator.store;

import org.jspecify.annotations.NullMarked;
