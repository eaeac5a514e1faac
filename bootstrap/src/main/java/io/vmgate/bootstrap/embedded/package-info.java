/** The whole platform on a bare machine: its own database, its own cluster, demo tenants. */
@NullMarked
package io.vmgate.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;
