@NullMarked
package io.vmgate.simulator.api;

import org.jspecify.annotations.NullMarked;
