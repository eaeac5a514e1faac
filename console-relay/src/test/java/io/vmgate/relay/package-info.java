@NullMarked
package io.vmgate.relay;

import org.jspecify.annotations.NullMarked;
