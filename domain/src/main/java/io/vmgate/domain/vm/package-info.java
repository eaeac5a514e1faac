/**
 * Virtual machines as people see them: what they are, how they stand, and how to pick some out of
 * many.
 */
@NullMarked
package io.vmgate.domain.vm;

import org.jspecify.annotations.NullMarked;
