package io.vmgate.simulator.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Passes each message on as a datagram and back. What a slow end does not take is lost. */
public final class DatagramRelay extends SimpleChannelInboundHandler<DatagramPacket>
    implements StreamEnd {
  private static final int LARGEST_DATAGRAM = 65_536;

  private @Nullable Channel peer;
  private @Nullable ByteStream stream;

  private DatagramRelay() {}

  /** Choose the port to send to; whether anybody listens there shows later or never. */
  public static DatagramRelay connect(EventLoop loop, SocketAddress address) throws IOException {
    DatagramRelay relay = new DatagramRelay();
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
            .handler(relay)
            .connect(address)
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException("Cannot send to " + address, connected.cause());
    }
    relay.peer = connected.channel();
    return relay;
  }

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
    KeepAlive.PINGS.begin(opened);
  }

  @Override
  public void received(ByteBuf bytes) {
    Channel to = peer;
    if (to == null || bytes.readableBytes() > LARGEST_DATAGRAM || !to.isWritable()) {
      bytes.release();
    } else {
      to.writeAndFlush(bytes);
    }
  }

  @Override
  public void closed() {
    stream = null;
    Channel open = peer;
    if (open != null) {
      open.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteStream to = stream;
    if (to != null && to.isWritable()) {
      to.write(packet.content().retain());
      to.flush();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ByteStream open = stream;
    if (open != null) {
      open.finish();
    }
  }
}
