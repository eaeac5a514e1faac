/** Tests of the inventory: samples in, machines out. */
@NullMarked
package io.vmgate.kubevirt.vm;

import org.jspecify.annotations.NullMarked;
