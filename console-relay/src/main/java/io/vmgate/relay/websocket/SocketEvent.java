package io.vmgate.relay.websocket;

import org.jspecify.annotations.Nullable;

/** Tell handlers what a web socket's other end did besides sending bytes; a user event. */
public sealed interface SocketEvent {
  /**
   * It answered a ping, or gave a sign of life by itself.
   *
   * @param pingId of the ping that it answers; null where it can be none of ours
   */
  record Pong(@Nullable Long pingId) implements SocketEvent {}

  /** It closed the web socket; it has been answered and the connection is about to end. */
  record Closed(CloseFrame frame) implements SocketEvent {}

  /**
   * It broke the protocol; nothing more is read of what it sends.
   *
   * @param answer what it deserves to be told
   */
  record Broken(CloseFrame answer) implements SocketEvent {}
}
