@NullMarked
package io.vmgate.simulator.lifecycle;

import org.jspecify.annotations.NullMarked;
