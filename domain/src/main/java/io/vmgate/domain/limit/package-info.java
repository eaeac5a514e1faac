/** How often something may be done. */
@NullMarked
package io.vmgate.domain.limit;

import org.jspecify.annotations.NullMarked;
