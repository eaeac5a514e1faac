/** What goes wrong on demand. */
@NullMarked
package io.vmgate.simulator.fault;

import org.jspecify.annotations.NullMarked;
