package io.vmgate.kubevirt.console;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vmgate.relay.HeldBytes;
import io.vmgate.relay.NettyViewer;
import io.vmgate.relay.testing.WebSocketEnd;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

/** A viewer that was let in, and the far end of its connection. */
final class LoopbackViewer implements AutoCloseable {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final NettyViewer viewer;
  final WebSocketEnd person;

  LoopbackViewer() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Channel channel =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                      opened.pipeline().addLast(WebSocketFraming.ofServer());
                      HeldBytes.hold(opened);
                    }
                  })
              .connect(listener.getInetAddress(), listener.getLocalPort())
              .syncUninterruptibly()
              .channel();
      viewer = new NettyViewer(channel, reason -> new CloseFrame(4321, reason.code()));
      person = new WebSocketEnd(listener.accept(), WebSocketFraming.ofClient(5));
    }
  }

  @Override
  public void close() throws IOException {
    person.socket.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
