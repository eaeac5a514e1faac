/** How fast changes reach those who follow them. */
@NullMarked
package io.vmgate.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
