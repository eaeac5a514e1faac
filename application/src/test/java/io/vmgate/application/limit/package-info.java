@NullMarked
package io.vmgate.application.limit;

import org.jspecify.annotations.NullMarked;
