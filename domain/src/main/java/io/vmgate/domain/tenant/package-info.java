/** Tenants: who owns which namespaces. */
@NullMarked
package io.vmgate.domain.tenant;

import org.jspecify.annotations.NullMarked;
