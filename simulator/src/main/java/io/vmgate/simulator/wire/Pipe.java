package io.vmgate.simulator.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.time.Duration;

/** Passes on what one socket gets to another; either end closing ends both. */
public final class Pipe extends ChannelInboundHandlerAdapter {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

  private final Channel target;

  private Pipe(Channel target) {
    this.target = target;
  }

  /** Connect a channel that does not read yet to an address, or close it. */
  public static void connect(Channel channel, SocketAddress address) {
    new Bootstrap()
        .group(channel.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis())
        .handler(new Pipe(channel))
        .connect(address)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess() || !channel.isActive()) {
                    connected.channel().close();
                    channel.close();
                    return;
                  }
                  channel.pipeline().addLast(new Pipe(connected.channel()));
                  channel.config().setAutoRead(true);
                  connected.channel().config().setAutoRead(true);
                });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!target.isActive()) {
      ReferenceCountUtil.release(message);
      context.close();
      return;
    }
    target.write(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    target.flush();
    context.channel().config().setAutoRead(target.isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    target.config().setAutoRead(context.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (target.isActive()) {
      target.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
