package io.vmgate.simulator.api;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.http.MessageSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How the events of a watch reach the client: a line each, or a WebSocket message each. */
interface WatchStream {
  /**
   * Send one event, waiting while the client does not read.
   *
   * @param object JSON without line breaks
   */
  void send(String kind, byte[] object);

  void flush();

  void end();

  static WatchStream chunked(Exchange exchange) {
    Exchange.Body body = exchange.begin(Replies.JSON);
    body.flush();
    return new WatchStream() {
      @Override
      public void send(String kind, byte[] object) {
        byte[] head = head(kind);
        ByteBuf line = body.buffer(head.length + object.length + 2);
        line.writeBytes(head).writeBytes(object).writeByte('}').writeByte('\n');
        body.write(line);
      }

      @Override
      public void flush() {
        body.flush();
      }

      @Override
      public void end() {
        body.end();
      }
    };
  }

  static WatchStream webSocket(Exchange exchange) {
    MessageSocket socket = exchange.upgrade("");
    return new WatchStream() {
      @Override
      public void send(String kind, byte[] object) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(object.length + 64);
        message.writeBytes(head(kind));
        message.writeBytes(object);
        message.write('}');
        socket.send(message.toByteArray());
      }

      @Override
      public void flush() {
        socket.flush();
      }

      @Override
      public void end() {
        socket.end();
      }
    };
  }

  private static byte[] head(String kind) {
    return ("{\"type\":\"" + kind + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
  }
}
