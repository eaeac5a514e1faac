/** Label and field selectors, read and judged as the API server does. */
@NullMarked
package io.vmgate.simulator.selector;

import org.jspecify.annotations.NullMarked;
