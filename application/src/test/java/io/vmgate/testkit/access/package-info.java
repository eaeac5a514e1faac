/** Fakes and contracts of what access services need. */
@NullMarked
package io.vmgate.testkit.access;

import org.jspecify.annotations.NullMarked;
