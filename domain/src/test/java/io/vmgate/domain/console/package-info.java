@NullMarked
package io.vmgate.domain.console;

import org.jspecify.annotations.NullMarked;
