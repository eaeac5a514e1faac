package io.vmgate.relay.rfb;

/**
 * Hold what a server says of its screen, as it stands on the wire: size, pixel format, name (RFC
 * 6143 section 7.3.2).
 */
public record ServerInit(byte[] bytes) {}
