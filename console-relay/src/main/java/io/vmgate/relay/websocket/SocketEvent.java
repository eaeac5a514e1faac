package io.vmgate.relay.websocket;

/** Tell handlers what a web socket's other end did besides sending bytes; a user event. */
public sealed interface SocketEvent {
  /** It answered a ping. */
  record Pong() implements SocketEvent {}

  /** It closed the web socket; it has been answered and the connection is about to end. */
  record Closed(CloseFrame frame) implements SocketEvent {}

  /**
   * It broke the protocol; nothing more is read of what it sends.
   *
   * @param answer what it deserves to be told
   */
  record Broken(CloseFrame answer) implements SocketEvent {}
}
