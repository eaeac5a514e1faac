/** Who calls, and what they may do. */
@NullMarked
package io.vmgate.domain.auth;

import org.jspecify.annotations.NullMarked;
