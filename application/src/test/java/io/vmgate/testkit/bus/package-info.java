/** Fakes and contracts of the bus. */
@NullMarked
package io.vmgate.testkit.bus;

import org.jspecify.annotations.NullMarked;
