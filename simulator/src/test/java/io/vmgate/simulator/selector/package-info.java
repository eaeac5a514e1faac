@NullMarked
package io.vmgate.simulator.selector;

import org.jspecify.annotations.NullMarked;
