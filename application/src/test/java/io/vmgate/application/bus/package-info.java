@NullMarked
package io.vmgate.application.bus;

import org.jspecify.annotations.NullMarked;
