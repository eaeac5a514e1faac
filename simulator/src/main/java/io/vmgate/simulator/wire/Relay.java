package io.vmgate.simulator.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream on to a socket and back. Either end closing ends both, and a slow end slows the
 * other down; no bytes are copied here.
 */
public final class Relay extends ChannelInboundHandlerAdapter implements StreamEnd {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final KeepAlive keepAlive;
  private @Nullable Channel peer;
  private @Nullable ByteStream stream;

  private Relay(KeepAlive keepAlive) {
    this.keepAlive = keepAlive;
  }

  /**
   * Connect, waiting for it.
   *
   * @param address of a TCP port or a Unix socket
   * @throws IOException if nobody listens there
   */
  public static Relay connect(EventLoop loop, SocketAddress address, KeepAlive keepAlive)
      throws IOException {
    boolean local = address instanceof UnixDomainSocketAddress;
    Relay relay = new Relay(keepAlive);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(local ? NioDomainSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(2048, 16 * 1024, 256 * 1024))
            .handler(relay);
    if (!local) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }
    ChannelFuture connected = bootstrap.connect(address).awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException("Cannot connect to " + address, connected.cause());
    }
    relay.peer = connected.channel();
    return relay;
  }

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
    keepAlive.begin(opened);
    peer().config().setAutoRead(true);
  }

  @Override
  public void received(ByteBuf bytes) {
    Channel to = peer();
    to.write(bytes, to.voidPromise());
    if (!to.isWritable()) {
      to.flush();
      ByteStream from = stream;
      if (from != null && !to.isWritable()) {
        from.setReading(false);
      }
    }
  }

  @Override
  public void caughtUp() {
    peer().flush();
  }

  @Override
  public void writable() {
    peer().config().setAutoRead(true);
  }

  @Override
  public void closed() {
    stream = null;
    peer().close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    ByteStream to = stream;
    if (to == null) {
      bytes.release();
      return;
    }
    to.write(bytes);
    if (!to.isWritable()) {
      to.flush();
      if (!to.isWritable()) {
        context.channel().config().setAutoRead(false);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    ByteStream to = stream;
    if (to != null) {
      to.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    ByteStream from = stream;
    if (from != null) {
      from.setReading(context.channel().isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ByteStream open = stream;
    if (open != null) {
      open.finish();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private Channel peer() {
    Channel connected = peer;
    if (connected == null) {
      throw new IllegalStateException("Not connected");
    }
    return connected;
  }
}
