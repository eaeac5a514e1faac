/** Pages of long lists. */
@NullMarked
package io.vmgate.domain.page;

import org.jspecify.annotations.NullMarked;
