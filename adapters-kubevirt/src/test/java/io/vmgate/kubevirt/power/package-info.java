@NullMarked
package io.vmgate.kubevirt.power;

import org.jspecify.annotations.NullMarked;
