package io.vmgate.simulator.service;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmgate.simulator.service.Door.Place;
import io.vmgate.simulator.service.Door.Target;
import io.vmgate.simulator.wire.GuestChannels;
import io.vmgate.simulator.wire.Pipe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners by which services can be opened: node ports on 127.0.0.1, ports of load balancers
 * on loopback addresses of their own. A port is open while a pod behind it is ready; otherwise
 * connections are refused, as kube-proxy sees to on a node.
 *
 * <p>A port that another program has is said in the log, and the service goes without.
 */
public final class OpenPorts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPorts.class);
  private static final Limits USUAL = new Limits(400, 1000, Duration.ofMinutes(1));
  private static final int LARGEST_DATAGRAM = 65_536;
  private static final int QUICK_RETRY_MILLIS = 50;
  private static final int RETRY_MILLIS = 2000;

  private final Backends backends;
  private final GuestPort.Finder guests;
  private final InstantSource clock;
  private final Limits limits;
  private final EventLoop thread;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("simulator-ports", true), NioIoHandler.newFactory());

  /** By service; only the one thread looks, as at everything below. */
  private final Map<Key, Map<Place, Door>> doors = new HashMap<>();

  private int open;
  private int connections;
  private boolean saidTooMany;
  private boolean isClosed;

  private record Key(String namespace, String name) {}

  /**
   * How much there may be.
   *
   * @param doors how many ports are open at a time
   * @param connections how many connections, over all ports
   * @param idle after how long a silence a connection ends
   */
  record Limits(int doors, int connections, Duration idle) {}

  public OpenPorts(Backends backends, GuestPort.Finder guests, InstantSource clock) {
    this(backends, guests, clock, USUAL);
  }

  OpenPorts(Backends backends, GuestPort.Finder guests, InstantSource clock, Limits limits) {
    this.limits = limits;
    this.backends = backends;
    this.guests = guests;
    this.clock = clock;
    this.thread = group.next();
    backends.onChange(this::changed);
    backends.offers().forEach(offer -> changed(offer.namespace(), offer.name()));
  }

  /** Only note it: this is called while the store is locked. */
  private void changed(String namespace, String name) {
    try {
      thread.execute(() -> look(new Key(namespace, name)));
    } catch (RejectedExecutionException closed) {
      LOG.debug("A service changed after the end", closed);
    }
  }

  private void look(Key key) {
    if (isClosed) {
      return;
    }
    Map<Place, Door> present = doors.computeIfAbsent(key, _ -> new HashMap<>());
    Map<Place, List<Target>> wanted = wanted(backends.view(key.namespace(), key.name()));
    for (Place place : List.copyOf(present.keySet())) {
      if (!wanted.containsKey(place)) {
        shut(present, place);
      }
    }
    wanted.forEach(
        (place, targets) -> {
          Door door = present.get(place);
          if (door == null) {
            open(key, present, place, targets);
          } else {
            door.leadTo(targets);
          }
        });
    if (present.isEmpty()) {
      doors.remove(key);
    }
  }

  /** Find where a service is to be open, and to whom each place leads. */
  private Map<Place, List<Target>> wanted(Backends.@Nullable View view) {
    Map<Place, List<Target>> wanted = new LinkedHashMap<>();
    if (view == null) {
      return wanted;
    }
    for (ServicePort port : view.offer().ports()) {
      List<Target> targets = new ArrayList<>();
      for (Backend pod : view.serving()) {
        Target target = new Target(pod, pod.target(port));
        if (target.port() > 0 && !(behind(target) instanceof GuestPort.Closed)) {
          targets.add(target);
        }
      }
      if (targets.isEmpty() || port.protocol().equals("SCTP")) {
        continue;
      }
      if (port.nodePort() > 0) {
        wanted.put(new Place(LocalPorts.NODE_ADDRESS, port.nodePort(), port.protocol()), targets);
      }
      for (String address : view.offer().ingress()) {
        if (address.startsWith("127.")) {
          wanted.put(new Place(address, port.port(), port.protocol()), targets);
        }
      }
    }
    return wanted;
  }

  private GuestPort behind(Target target) {
    return guests.find(target.pod().namespace(), target.pod().guest(), target.port());
  }

  private void open(Key key, Map<Place, Door> present, Place place, List<Target> targets) {
    if (open >= limits.doors()) {
      if (!saidTooMany) {
        saidTooMany = true;
        LOG.warn("No more than {} ports of services are opened", limits.doors());
      }
      return;
    }
    Door door = new Door();
    door.leadTo(targets);
    present.put(place, door);
    open++;
    bind(key, place, door, 1);
  }

  /**
   * Listen, and try again for as long as the service is there: a listener that was just closed
   * frees its port a moment later, another program perhaps never.
   */
  private void bind(Key key, Place place, Door door, int attempt) {
    ChannelFuture bound = place.protocol().equals("UDP") ? receive(place) : listen(place, door);
    door.listenBy(bound.channel());
    bound.addListener(
        future -> {
          if (future.isSuccess() || !isWanted(key, place, door)) {
            return;
          }
          if (attempt == 2) {
            LOG.warn(
                "The service {}/{} cannot be opened at {}: {}",
                key.namespace(),
                key.name(),
                place,
                future.cause().getMessage());
          }
          var _ =
              thread.schedule(
                  () -> {
                    if (isWanted(key, place, door)) {
                      bind(key, place, door, attempt + 1);
                    }
                  },
                  attempt == 1 ? QUICK_RETRY_MILLIS : RETRY_MILLIS,
                  TimeUnit.MILLISECONDS);
        });
  }

  private boolean isWanted(Key key, Place place, Door door) {
    return !thread.isShuttingDown() && doors.getOrDefault(key, Map.of()).get(place) == door;
  }

  private void shut(Map<Place, Door> present, Place place) {
    Door door = present.remove(place);
    if (door != null) {
      open--;
      door.close();
    }
  }

  private void shutAll() {
    isClosed = true;
    doors
        .values()
        .forEach(present -> Set.copyOf(present.keySet()).forEach(at -> shut(present, at)));
  }

  private ChannelFuture listen(Place place, Door door) {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                admit(channel, door);
              }
            })
        .bind(place.address(), place.port());
  }

  private ChannelFuture receive(Place place) {
    return new Bootstrap()
        .group(group)
        .channel(NioDatagramChannel.class)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
        .handler(GuestChannels.echoDatagrams())
        .bind(place.address(), place.port());
  }

  private void admit(SocketChannel channel, Door door) {
    Target target = connections < limits.connections() ? door.enter(channel) : null;
    GuestPort port = target == null ? new GuestPort.Closed() : behind(target);
    connections++;
    channel
        .closeFuture()
        .addListener(
            _ -> {
              connections--;
              door.leave(channel);
            });
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(0, 0, limits.idle().toMillis(), TimeUnit.MILLISECONDS),
            new IdleEnd());
    switch (port) {
      case GuestPort.StandIn() when target != null -> {
        GuestChannels.answer(channel, target.port(), () -> GuestPage.of(target, clock.instant()));
        channel.config().setAutoRead(true);
      }
      case GuestPort.Elsewhere(var address) -> Pipe.connect(channel, address);
      default -> refuse(channel);
    }
  }

  /** Answer with a reset, which is as near to a refusal as an open port comes. */
  private static void refuse(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  private static final class IdleEnd extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent) {
        context.close();
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  @Override
  public void close() {
    // The group closes what is registered with it, and not a listener that is still on its way
    // there.
    thread.submit(this::shutAll).awaitUninterruptibly(2, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
