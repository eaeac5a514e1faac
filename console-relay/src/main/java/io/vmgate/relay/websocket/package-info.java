/** WebSocket (RFC 6455) as a carrier of bytes, for both ends of a relay. */
@NullMarked
package io.vmgate.relay.websocket;

import org.jspecify.annotations.NullMarked;
