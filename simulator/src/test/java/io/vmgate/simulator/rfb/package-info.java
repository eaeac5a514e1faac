@NullMarked
package io.vmgate.simulator.rfb;

import org.jspecify.annotations.NullMarked;
