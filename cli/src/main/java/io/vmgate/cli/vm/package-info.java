/** Machines: listed, shown, switched on and off. */
@NullMarked
package io.vmgate.cli.vm;

import org.jspecify.annotations.NullMarked;
