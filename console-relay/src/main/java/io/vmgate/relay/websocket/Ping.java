package io.vmgate.relay.websocket;

/** Ask the other end of a web socket for a sign of life; written to the channel. */
public enum Ping {
  PING
}
