/** Puts the platform together, starts it and stops it. */
@NullMarked
package io.vmgate.bootstrap;

import org.jspecify.annotations.NullMarked;
