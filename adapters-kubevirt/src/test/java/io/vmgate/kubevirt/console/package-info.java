@NullMarked
package io.vmgate.kubevirt.console;

import org.jspecify.annotations.NullMarked;
