package io.vmgate.simulator.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Listeners on the loopback address that stand in for well-known ports of any guest: 7 echoes, 9
 * discards, 19 sends without end, 80 answers HTTP; 7 over UDP too. Each is opened when first asked
 * for.
 */
public final class StandIns implements AutoCloseable {
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, InetSocketAddress> open = new HashMap<>();
  private @Nullable EventLoopGroup group;
  private boolean closed;

  /**
   * Give the listener for a TCP port of a guest; empty if nothing stands in for it.
   *
   * @throws IOException if the listener cannot be opened
   */
  public Optional<InetSocketAddress> tcp(int port) throws IOException {
    return switch (port) {
      case 7 -> Optional.of(find("tcp/7", () -> listen(StandInHandlers::echo)));
      case 9 -> Optional.of(find("tcp/9", () -> listen(StandInHandlers::discard)));
      case 19 -> Optional.of(find("tcp/19", () -> listen(StandInHandlers::generate)));
      case 80 -> Optional.of(find("tcp/80", () -> listen(StandInHandlers::http)));
      default -> Optional.empty();
    };
  }

  /** Give the listener for a UDP port of a guest; empty if nothing stands in for it. */
  public Optional<InetSocketAddress> udp(int port) throws IOException {
    return port == 7
        ? Optional.of(find("udp/7", () -> receive(StandInHandlers.echoDatagrams())))
        : Optional.empty();
  }

  /** Opens a listener. */
  @FunctionalInterface
  private interface Opening {
    ChannelFuture open();
  }

  private InetSocketAddress find(String key, Opening opening) throws IOException {
    lock.lock();
    try {
      InetSocketAddress present = open.get(key);
      if (present != null) {
        return present;
      }
      if (closed) {
        throw new IOException("The simulator is stopping");
      }
      ChannelFuture bound = opening.open().awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException("Cannot listen for " + key, bound.cause());
      }
      InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
      open.put(key, address);
      return address;
    } finally {
      lock.unlock();
    }
  }

  private ChannelFuture listen(java.util.function.Consumer<Channel> pipeline) {
    return new ServerBootstrap()
        .group(group())
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                pipeline.accept(channel);
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private ChannelFuture receive(ChannelHandler handler) {
    return new Bootstrap()
        .group(group())
        .channel(NioDatagramChannel.class)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(65_536))
        .handler(handler)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private EventLoopGroup group() {
    EventLoopGroup present = group;
    if (present == null) {
      present =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("simulator-guest", true), NioIoHandler.newFactory());
      group = present;
    }
    return present;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      EventLoopGroup present = group;
      if (present != null) {
        present.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
