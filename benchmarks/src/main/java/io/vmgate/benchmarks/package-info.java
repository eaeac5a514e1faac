/** Measures what the documents promise; docs/performance.md has the commands and the figures. */
@NullMarked
package io.vmgate.benchmarks;

import org.jspecify.annotations.NullMarked;
