/** Work that exactly one replica at a time does. */
@NullMarked
package io.vmgate.application.duty;

import org.jspecify.annotations.NullMarked;
