@NullMarked
package io.vmgate.simulator;

import org.jspecify.annotations.NullMarked;
