/** Knows tenants and sets them up. */
@NullMarked
package io.vmgate.application.tenant;

import org.jspecify.annotations.NullMarked;
