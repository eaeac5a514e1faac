/** Limits without a database. */
@NullMarked
package io.vmgate.testkit.limit;

import org.jspecify.annotations.NullMarked;
