/** Prepares a database server for the platform, and the platform for a database. */
@NullMarked
package io.vmgate.persistence.setup;

import org.jspecify.annotations.NullMarked;
