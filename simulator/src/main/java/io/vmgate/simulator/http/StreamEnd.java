package io.vmgate.simulator.http;

import io.netty.buffer.ByteBuf;

/**
 * What stands at the simulator's end of a stream of bytes: a screen, a serial line, a port of a
 * guest.
 *
 * <p>All calls come on the event loop of the connection, so none may wait. {@link #closed} comes
 * last and once, even for a stream that never opened.
 */
public interface StreamEnd {
  /** The client can be written to from now on. */
  void opened(ByteStream stream);

  /** Bytes came from the client. Takes over the buffer. */
  void received(ByteBuf bytes);

  /** For now nothing more comes from the client; what was gathered can be pushed on. */
  default void caughtUp() {}

  /** The client has read enough that more may be written. */
  default void writable() {}

  /** The client is gone, or was cut off. */
  void closed();
}
