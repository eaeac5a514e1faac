@NullMarked
package io.vmgate.application.vm.index;

import org.jspecify.annotations.NullMarked;
