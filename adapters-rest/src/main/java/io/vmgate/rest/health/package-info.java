/** Whether the platform lives and is ready, for those who run it. */
@NullMarked
package io.vmgate.rest.health;

import org.jspecify.annotations.NullMarked;
