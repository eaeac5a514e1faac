/** Tests of the line to the cluster. */
@NullMarked
package io.vmgate.kubevirt.cluster;

import org.jspecify.annotations.NullMarked;
