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
import io.vmgate.domain.vm.VmName;
import io.vmgate.relay.HeldBytes;
import io.vmgate.relay.NettyLine;
import io.vmgate.relay.NettyViewer;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Gives every line that is dialled a machine's end, which the test holds. */
public final class LoopbackMachines implements ConsoleDialer {
  public final List<ConsoleTarget> dialled = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Dialled> ends = new LinkedBlockingQueue<>();
  private final Map<VmName, FailureException> refused = new ConcurrentHashMap<>();
  private volatile @Nullable FailureException refusal;

  private record Dialled(VmName machine, WebSocketEnd end) {}

  /** Refuse every line from now on; null to open them again. */
  public void refuse(@Nullable FailureException failure) {
    refusal = failure;
  }

  /** Refuse the lines of this machine from now on. */
  public void refuse(VmName machine, FailureException failure) {
    refused.put(machine, failure);
  }

  /** The machine's end of the next line. */
  public WebSocketEnd next() throws InterruptedException {
    Dialled dialled = ends.poll(10, TimeUnit.SECONDS);
    if (dialled == null) {
      throw new AssertionError("no line was dialled");
    }
    return dialled.end;
  }

  /** The machine's end of the one line of this machine. */
  public WebSocketEnd next(VmName machine) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> take(machine), Objects::nonNull);
  }

  private @Nullable WebSocketEnd take(VmName machine) {
    for (Dialled dialled : ends) {
      if (dialled.machine.equals(machine) && ends.remove(dialled)) {
        return dialled.end;
      }
    }
    return null;
  }

  /** The ends that nobody has asked for, which are nobody's after this. */
  public List<WebSocketEnd> rest() {
    List<Dialled> rest = new ArrayList<>();
    ends.drainTo(rest);
    return rest.stream().map(Dialled::end).toList();
  }

  @Override
  public ConsoleLine dial(ConsoleTarget target, Viewer viewer, Duration patience) {
    dialled.add(target);
    FailureException failure = refused.getOrDefault(target.name(), refusal);
    if (failure != null) {
      throw failure;
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
      ends.add(
          new Dialled(
              target.name(), new WebSocketEnd(listener.accept(), WebSocketFraming.ofServer())));
      return new NettyLine(channel);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }
}
