package io.vmgate.relay.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.relay.websocket.SocketEvent;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A socket that speaks web socket frames, blocking. */
public final class WebSocketEnd implements AutoCloseable {
  public final Socket socket;
  private final EmbeddedChannel codec;
  private final Received received = new Received();
  private @Nullable CloseFrame goodbye;
  private int pongs;

  public WebSocketEnd(Socket socket, WebSocketFraming framing) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    this.codec =
        new EmbeddedChannel(
            framing,
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof SocketEvent.Closed(var frame)) {
                  goodbye = frame;
                }
                if (event instanceof SocketEvent.Pong) {
                  pongs++;
                }
              }
            });
    // What tests leave unread is theirs, and no leak detector is to speak of it.
    codec.config().setAllocator(new UnpooledByteBufAllocator(false, true));
  }

  public void send(String text) {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) {
    write(Unpooled.copiedBuffer(bytes));
  }

  /** Write a frame or a ping or a goodbye. */
  public void write(Object message) {
    codec.writeOutbound(message);
    flush();
  }

  public void sendRaw(byte[] wire) {
    try {
      socket.getOutputStream().write(wire);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  private void flush() {
    for (ByteBuf next = codec.readOutbound(); next != null; next = codec.readOutbound()) {
      byte[] bytes = ByteBufUtil.getBytes(next);
      next.release();
      sendRaw(bytes);
    }
  }

  /** Read until this text ends what has come, and give all that came since the last call. */
  public String readUntil(String text) throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    while (!received.endsWith(wanted)) {
      if (!readSome()) {
        throw new AssertionError("ended after: " + received.toString(StandardCharsets.UTF_8));
      }
    }
    String all = received.toString(StandardCharsets.ISO_8859_1);
    received.reset();
    return all;
  }

  /** Read what comes until the other side says goodbye or hangs up. */
  public @Nullable CloseFrame readGoodbye() throws IOException {
    while (goodbye == null && readSome()) {
      // more may come
    }
    return goodbye;
  }

  /** Read, answering pings, until the connection ends or the time is over. */
  public void answerPings(Duration howLong) throws IOException {
    long end = System.nanoTime() + howLong.toNanos();
    while (System.nanoTime() < end && readSome()) {
      flush();
    }
  }

  private boolean readSome() throws IOException {
    byte[] some = new byte[8_192];
    int bytes = socket.getInputStream().read(some);
    if (bytes < 0) {
      return false;
    }
    codec.writeInbound(Unpooled.copiedBuffer(some, 0, bytes));
    for (ByteBuf next = codec.readInbound(); next != null; next = codec.readInbound()) {
      received.writeBytes(ByteBufUtil.getBytes(next));
      next.release();
    }
    return true;
  }

  public int pongs() {
    return pongs;
  }

  /** Hang up, whatever was still to be read or written. */
  @Override
  public void close() throws IOException {
    codec.finishAndReleaseAll();
    socket.close();
  }

  /** Bytes whose end can be looked at without copying them all. */
  private static final class Received extends ByteArrayOutputStream {
    boolean endsWith(byte[] end) {
      return count >= end.length
          && Arrays.equals(buf, count - end.length, count, end, 0, end.length);
    }
  }
}
