/** Fakes, contracts and builders for tenants. */
@NullMarked
package io.vmgate.testkit.tenant;

import org.jspecify.annotations.NullMarked;
