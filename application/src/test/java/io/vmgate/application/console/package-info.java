@NullMarked
package io.vmgate.application.console;

import org.jspecify.annotations.NullMarked;
