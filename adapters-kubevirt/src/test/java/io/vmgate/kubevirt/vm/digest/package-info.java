/** Tests of what is kept of the cluster's objects. */
@NullMarked
package io.vmgate.kubevirt.vm.digest;

import org.jspecify.annotations.NullMarked;
