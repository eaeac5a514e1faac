/** Keeps anybody from calling so often that others are slowed, or from guessing at passwords. */
@NullMarked
package io.vmgate.application.limit;

import org.jspecify.annotations.NullMarked;
