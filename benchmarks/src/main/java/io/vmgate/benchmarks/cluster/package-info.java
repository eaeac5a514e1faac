/** The cluster that measurements stand on, with nothing of the platform in between. */
@NullMarked
package io.vmgate.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
