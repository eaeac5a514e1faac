/** Half of a cycle, planted. */
@NullMarked
package io.vmgate.application.plantedright;

import org.jspecify.annotations.NullMarked;
