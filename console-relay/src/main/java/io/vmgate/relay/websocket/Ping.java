package io.vmgate.relay.websocket;

/**
 * Ask the other end of a web socket for a sign of life; written to the channel.
 *
 * @param id comes back with the answer (RFC 6455 section 5.5.3)
 */
public record Ping(long id) {}
