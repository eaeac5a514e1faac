package io.vmgate.simulator.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** A WebSocket that sends text; what the client sends besides Close and Ping is dropped. */
public final class MessageSocket {
  private final HttpConnection connection;

  MessageSocket(HttpConnection connection) {
    this.connection = connection;
  }

  /** Send one message, waiting while the client does not read. */
  public void send(byte[] text) {
    connection.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
  }

  public void flush() {
    connection.flush();
  }

  /** Send a normal close frame and end the connection. */
  public void end() {
    connection.write(new CloseWebSocketFrame(1000, ""));
    connection.flush();
    connection.closeWhenWritten();
  }
}
