/** A throw-away PostgreSQL for the tests of every module. */
@NullMarked
package io.vmgate.persistence.testing;

import org.jspecify.annotations.NullMarked;
