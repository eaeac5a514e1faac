/**
 * Changes that those who follow the platform hear of.
 *
 * <p>A change carries how its subject stands after it, not what is different: to hear of one twice,
 * or to miss one that another of the same subject follows, does no harm.
 */
@NullMarked
package io.vmgate.domain.stream;

import org.jspecify.annotations.NullMarked;
