/** Gives duties to replicas by leases in PostgreSQL. */
@NullMarked
package io.vmgate.persistence.duty;

import org.jspecify.annotations.NullMarked;
