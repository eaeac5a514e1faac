@NullMarked
package io.vmgate.rest.console;

import org.jspecify.annotations.NullMarked;
