@NullMarked
package io.vmgate.kubevirt.access;

import org.jspecify.annotations.NullMarked;
