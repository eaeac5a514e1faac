package io.vmgate.relay.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ReflectiveChannelFactory;
import io.vmgate.application.console.ConsoleDialer;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleTarget;
import io.vmgate.application.console.Viewer;
import io.vmgate.domain.FailureException;
import io.vmgate.relay.HeldBytes;
import io.vmgate.relay.NettyLine;
import io.vmgate.relay.NettyViewer;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives every line that is dialled a machine's end, which the test holds. */
public final class LoopbackMachines implements ConsoleDialer {
  public final List<ConsoleTarget> dialled = new CopyOnWriteArrayList<>();
  private final BlockingQueue<WebSocketEnd> ends = new LinkedBlockingQueue<>();
  private volatile @Nullable FailureException refusal;

  /** Refuse every line from now on; null to open them again. */
  public void refuse(@Nullable FailureException failure) {
    refusal = failure;
  }

  /** The machine's end of the next line. */
  public WebSocketEnd next() throws InterruptedException {
    WebSocketEnd end = ends.poll(10, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("no line was dialled");
    }
    return end;
  }

  @Override
  public ConsoleLine dial(ConsoleTarget target, Viewer viewer, Duration patience) {
    dialled.add(target);
    FailureException refused = refusal;
    if (refused != null) {
      throw refused;
    }
    NettyViewer netty = (NettyViewer) viewer;
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Channel channel =
          new Bootstrap()
              .group(netty.eventLoop())
              .channelFactory(new ReflectiveChannelFactory<>(netty.channelType()))
              .handler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                      opened.pipeline().addLast(WebSocketFraming.ofClient(3));
                      HeldBytes.hold(opened);
                    }
                  })
              .connect(listener.getInetAddress(), listener.getLocalPort())
              .syncUninterruptibly()
              .channel();
      ends.add(new WebSocketEnd(listener.accept(), WebSocketFraming.ofServer()));
      return new NettyLine(channel);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }
}
