package io.vmgate.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket that carries bytes both ways; the borders of messages mean nothing.
 *
 * <p>Frames go out as they are written and come in as Netty reads them. Memory stays bounded if the
 * end at this side writes only while {@link #isWritable} and stops reading while what it writes to
 * is full. All methods but {@link #cut} belong to the event loop.
 */
public final class ByteStream {
  private static final ByteBuf KEEP_ALIVE =
      Unpooled.unreleasableBuffer(
          Unpooled.wrappedBuffer("keep alive".getBytes(StandardCharsets.US_ASCII)));
  private static final Logger LOG = LoggerFactory.getLogger(ByteStream.class);

  private final Channel channel;
  private final StreamEnd end;
  private final BooleanSupplier silent;
  private boolean reading = true;
  private long lastPong = System.nanoTime();

  /**
   * @param silent says when nothing may be written for the time being
   */
  ByteStream(Channel channel, StreamEnd end, BooleanSupplier silent) {
    this.channel = channel;
    this.end = end;
    this.silent = silent;
  }

  public EventLoop loop() {
    return channel.eventLoop();
  }

  public ByteBuf buffer(int capacity) {
    return channel.alloc().buffer(capacity);
  }

  /** Tell whether the client reads; what is written while it does not piles up in memory. */
  public boolean isWritable() {
    return channel.isWritable() && !silent.getAsBoolean();
  }

  public boolean isOpen() {
    return channel.isActive();
  }

  /** Queue one message. Takes over the buffer. */
  public void write(ByteBuf bytes) {
    channel.write(new BinaryWebSocketFrame(bytes), channel.voidPromise());
  }

  /** Push out what was written. */
  public void flush() {
    channel.flush();
  }

  /** Go on or stop taking bytes from the client. */
  public void setReading(boolean wanted) {
    if (reading != wanted) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  /** End the connection at once, without a Close frame. Any thread may call. */
  public void cut() {
    channel.close();
  }

  /** End the connection, without a Close frame, once everything written has gone out. */
  public void finish() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Ping the client in intervals.
   *
   * @param patience a client that answers no ping for so long is cut off
   */
  public void keepAlive(Duration interval, Duration patience) {
    channel
        .eventLoop()
        .schedule(() -> ping(interval, patience), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void ping(Duration interval, Duration patience) {
    if (!channel.isActive()) {
      return;
    }
    if (System.nanoTime() - lastPong > patience.toNanos()) {
      cut();
      return;
    }
    if (isWritable()) {
      channel.writeAndFlush(new PingWebSocketFrame(KEEP_ALIVE.duplicate()));
    }
    keepAlive(interval, patience);
  }

  /** Takes what comes from the connection in place of the handler for requests. */
  final class Inbound extends ChannelInboundHandlerAdapter {
    private boolean inText;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      switch (message) {
        case BinaryWebSocketFrame frame -> {
          inText = false;
          end.received(frame.content());
        }
        case ContinuationWebSocketFrame frame when !inText -> end.received(frame.content());
        case TextWebSocketFrame frame -> {
          // The real server drops text without a word.
          inText = true;
          frame.release();
        }
        case CloseWebSocketFrame close ->
            context.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
        case PingWebSocketFrame ping ->
            context.writeAndFlush(new PongWebSocketFrame(ping.content()));
        case PongWebSocketFrame pong -> {
          lastPong = System.nanoTime();
          pong.release();
        }
        default -> ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      end.caughtUp();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (isWritable()) {
        end.writable();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == HttpServer.Signal.AWAKE) {
        channel.config().setAutoRead(reading);
        if (isWritable()) {
          end.writable();
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) {
        LOG.debug("A stream failed", cause);
      }
      context.close();
    }
  }
}
