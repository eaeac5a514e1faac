/** Consoles over HTTP and WebSocket: links, the socket itself, and why it closed. */
@NullMarked
package io.vmgate.rest.console;

import org.jspecify.annotations.NullMarked;
