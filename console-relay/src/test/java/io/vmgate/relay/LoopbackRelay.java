package io.vmgate.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.application.console.RelayRules;
import io.vmgate.application.console.SessionMeter;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.relay.testing.WebSocketEnd;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A relay between two sockets, of which the test holds the far ends: a viewer and a machine. */
final class LoopbackRelay implements AutoCloseable {
  static final RelayRules SERIAL = rules(ConsoleProtocol.SERIAL);
  static final RelayRules VNC = rules(ConsoleProtocol.VNC);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final WebSocketEnd viewer;
  final WebSocketEnd machine;
  final Channel viewerChannel;
  final Channel lineChannel;
  final NettyViewer nettyViewer;

  /** Of any protocol whose viewers show what a person does. */
  final SessionMeter meter = SessionMeter.of(ConsoleProtocol.VNC);

  LoopbackRelay() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      lineChannel = dial(listener.getLocalPort(), WebSocketFraming.ofClient(3));
      machine = new WebSocketEnd(listener.accept(), WebSocketFraming.ofServer());
    }
    CompletableFuture<Channel> accepted = new CompletableFuture<>();
    Channel door = listen(accepted);
    int port = ((InetSocketAddress) door.localAddress()).getPort();
    viewer =
        new WebSocketEnd(
            new Socket(InetAddress.getLoopbackAddress(), port), WebSocketFraming.ofClient(5));
    viewerChannel = accepted.join();
    door.close();
    nettyViewer = new NettyViewer(viewerChannel, reason -> new CloseFrame(4321, reason.code()));
  }

  private static RelayRules rules(ConsoleProtocol protocol) {
    Duration hour = Duration.ofHours(1);
    return new RelayRules(protocol, false, hour, hour, hour);
  }

  private Channel dial(int port, WebSocketFraming framing) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(initializer(framing, new CompletableFuture<>()))
        .connect(InetAddress.getLoopbackAddress(), port)
        .syncUninterruptibly()
        .channel();
  }

  private Channel listen(CompletableFuture<Channel> accepted) {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(initializer(WebSocketFraming.ofServer(), accepted))
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  private static ChannelInitializer<Channel> initializer(
      WebSocketFraming framing, CompletableFuture<Channel> made) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(framing);
        HeldBytes.hold(channel);
        made.complete(channel);
      }
    };
  }

  ConsoleRelay join(RelayRules rules) {
    return join(rules, meter);
  }

  ConsoleRelay join(RelayRules rules, SessionMeter shared) {
    return nettyViewer.join(new NettyLine(lineChannel), rules, shared);
  }

  /** What waits in the platform's memory to be sent to the viewer and to the machine. */
  long waitingBytes() {
    return waiting(viewerChannel) + waiting(lineChannel);
  }

  private static long waiting(Channel channel) {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  void end(EndReason reason) {
    nettyViewer.close(reason);
  }

  @Override
  public void close() throws IOException {
    viewer.socket.close();
    machine.socket.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
