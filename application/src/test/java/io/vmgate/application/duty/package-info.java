@NullMarked
package io.vmgate.application.duty;

import org.jspecify.annotations.NullMarked;
