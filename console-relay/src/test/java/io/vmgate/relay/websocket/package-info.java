@NullMarked
package io.vmgate.relay.websocket;

import org.jspecify.annotations.NullMarked;
