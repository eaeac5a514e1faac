/** Fakes and contracts of duties. */
@NullMarked
package io.vmgate.testkit.duty;

import org.jspecify.annotations.NullMarked;
