/** Fakes and contracts of access services. */
@NullMarked
package io.vmgate.testkit.access;

import org.jspecify.annotations.NullMarked;
