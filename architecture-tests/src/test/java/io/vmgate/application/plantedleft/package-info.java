/** Half of a cycle, planted. */
@NullMarked
package io.vmgate.application.plantedleft;

import org.jspecify.annotations.NullMarked;
