package io.vmgate.simulator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Listens on the loopback address. Can be made unreachable for a while, in two ways. */
public final class HttpServer implements AutoCloseable {
  /** The API server's own limit for a request body. */
  private static final int LARGEST_BODY_BYTES = 3 * 1024 * 1024;

  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final SslContext tls;
  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("simulator-request-", 0).factory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ReentrantLock lock = new ReentrantLock();
  private int port;
  private @Nullable Endpoint endpoint;
  private @Nullable Channel listener;
  private volatile boolean deaf;
  private volatile boolean closed;

  /** What handlers are told. */
  enum Signal {
    /** Reading and writing go on. */
    AWAKE
  }

  public HttpServer(SslContext tls) {
    this.tls = tls;
    this.acceptors =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("simulator-accept", true), NioIoHandler.newFactory());
    this.workers =
        new MultiThreadIoEventLoopGroup(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8),
            new DefaultThreadFactory("simulator-io", true),
            NioIoHandler.newFactory());
  }

  /**
   * Start listening.
   *
   * @param wanted the port; 0 for any free one
   * @param endpoint who answers
   * @return the port
   * @throws IOException if the port is taken
   */
  public int listen(int wanted, Endpoint endpoint) throws IOException {
    lock.lock();
    try {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(acceptors, workers)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, 1024)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
              .childOption(
                  ChannelOption.RECVBUF_ALLOCATOR,
                  new AdaptiveRecvByteBufAllocator(2048, 16 * 1024, 256 * 1024))
              .childHandler(new Pipeline(endpoint));
      var bound =
          bootstrap
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
              .awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException("Cannot listen on port " + wanted, bound.cause());
      }
      this.endpoint = endpoint;
      listener = bound.channel();
      port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
      return port;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Close the listener and every connection, and listen again after a while: connections are
   * refused meanwhile.
   */
  public void refuseConnections(Duration period) {
    lock.lock();
    try {
      Channel open = listener;
      if (open == null) {
        return;
      }
      listener = null;
      open.close().awaitUninterruptibly();
      connections.close();
      Endpoint served = endpoint;
      if (served != null) {
        later(period, () -> listenAgain(served));
      }
    } finally {
      lock.unlock();
    }
  }

  private void listenAgain(Endpoint served) {
    if (closed) {
      return;
    }
    try {
      listen(port, served);
    } catch (IOException stillTaken) {
      later(Duration.ofMillis(100), () -> listenAgain(served));
    }
  }

  /**
   * Accept connections but read and write nothing on any, old or new, for a while: requests and
   * watches hang.
   */
  public void hang(Duration period) {
    deaf = true;
    connections.forEach(connection -> connection.config().setAutoRead(false));
    workers.schedule(
        () -> {
          deaf = false;
          for (Channel connection : connections) {
            connection.config().setAutoRead(true);
            connection.pipeline().fireUserEventTriggered(Signal.AWAKE);
          }
        },
        period.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** Run work beside the requests, after a while. */
  public void later(Duration delay, Runnable work) {
    workers.schedule(() -> threads.execute(work), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  public int openConnections() {
    return connections.size();
  }

  @Override
  public void close() {
    closed = true;
    Channel open = listener;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
    connections.close().awaitUninterruptibly();
    threads.shutdownNow();
    acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final Endpoint served;

    Pipeline(Endpoint served) {
      this.served = served;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      connections.add(channel);
      if (deaf) {
        channel.config().setAutoRead(false);
      }
      channel
          .pipeline()
          .addLast(tls.newHandler(channel.alloc()))
          .addLast(new HttpServerCodec(16 * 1024, 64 * 1024, 64 * 1024))
          .addLast(new HttpObjectAggregator(LARGEST_BODY_BYTES))
          .addLast(new HttpConnection(served, threads, () -> deaf));
    }
  }
}
