/** Turns away who calls too often. */
@NullMarked
package io.vmgate.rest.limit;

import org.jspecify.annotations.NullMarked;
