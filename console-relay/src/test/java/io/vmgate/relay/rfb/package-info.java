@NullMarked
package io.vmgate.relay.rfb;

import org.jspecify.annotations.NullMarked;
