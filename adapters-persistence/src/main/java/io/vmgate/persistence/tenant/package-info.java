/** Keeps tenants and the namespaces they own. */
@NullMarked
package io.vmgate.persistence.tenant;

import org.jspecify.annotations.NullMarked;
