/** Measurements of operations and their tasks. */
@NullMarked
package io.vmgate.benchmarks.task;

import org.jspecify.annotations.NullMarked;
