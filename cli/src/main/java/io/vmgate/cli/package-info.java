/** The program {@code vm}: it knows the platform by its HTTP contract alone. */
@NullMarked
package io.vmgate.cli;

import org.jspecify.annotations.NullMarked;
