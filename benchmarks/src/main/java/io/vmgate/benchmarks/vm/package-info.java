/** Lists of machines: in memory, and over HTTP. */
@NullMarked
package io.vmgate.benchmarks.vm;

import org.jspecify.annotations.NullMarked;
