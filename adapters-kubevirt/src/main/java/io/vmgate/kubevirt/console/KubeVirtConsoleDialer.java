package io.vmgate.kubevirt.console;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslContext;
import io.vmgate.application.console.ConsoleDialer;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleTarget;
import io.vmgate.application.console.Viewer;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.kubevirt.cluster.ClusterFailures;
import io.vmgate.relay.NettyLine;
import io.vmgate.relay.NettyViewer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Opens consoles through KubeVirt's subresources {@code vnc}, {@code console} and {@code
 * portforward}: web sockets from the API server to the machine's node.
 */
public final class KubeVirtConsoleDialer implements ConsoleDialer {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int LEAST_READ_BYTES = 2 * 1024;
  private static final int FIRST_READ_BYTES = 16 * 1024;
  private static final int MOST_READ_BYTES = 256 * 1024;

  /** A screen that was just left is held for a moment longer by the node. */
  private static final Duration STILL_HELD = Duration.ofMillis(1_500);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(150);

  private final KubernetesClient client;
  private final URI server;
  private final @Nullable SslContext tls;
  private final RandomGenerator random;
  private final HostNames names;

  /**
   * Dial through this cluster's API server.
   *
   * @param client stays the caller's
   * @param random for web socket keys and masks; safe for any number of threads
   */
  public KubeVirtConsoleDialer(KubernetesClient client, RandomGenerator random) {
    this(client, random, HostNames.OF_THIS_MACHINE);
  }

  KubeVirtConsoleDialer(KubernetesClient client, RandomGenerator random, HostNames names) {
    this.client = client;
    this.names = names;
    this.server = URI.create(client.getMasterUrl().toString());
    this.tls = "https".equals(server.getScheme()) ? LineTls.of(client.getConfiguration()) : null;
    this.random = random;
  }

  @Override
  public ConsoleLine dial(ConsoleTarget target, Viewer viewer, Duration patience)
      throws InterruptedException {
    if (!(viewer instanceof NettyViewer netty)) {
      throw new IllegalArgumentException("a viewer of another technology: " + viewer.getClass());
    }
    long begun = System.nanoTime();
    boolean refreshed = false;
    while (true) {
      Duration spent = Duration.ofNanos(System.nanoTime() - begun);
      try {
        return dialOnce(target, netty, patience.minus(spent), patience);
      } catch (FailureException refused) {
        boolean stillHeld =
            refused.failure() instanceof ConsoleFailure.LineTaken
                && spent.compareTo(STILL_HELD) < 0;
        if (stillHeld) {
          netty
              .eventLoop()
              .schedule(() -> {}, BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)
              .sync();
        } else if (!refreshed && isForbidden(refused)) {
          refreshed = true;
          refreshCredentials();
        } else {
          throw refused;
        }
      }
    }
  }

  private ConsoleLine dialOnce(
      ConsoleTarget target, NettyViewer viewer, Duration left, Duration patience)
      throws InterruptedException {
    long begun = System.nanoTime();
    InetAddress address = resolve(left, patience);
    Duration rest = left.minusNanos(System.nanoTime() - begun);
    CompletableFuture<Channel> upgraded = new CompletableFuture<>();
    Channel channel = connect(target, viewer, address, rest, upgraded);
    try {
      return new NettyLine(upgraded.get(rest.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      channel.close();
      throw failure(failed.getCause() == null ? failed : failed.getCause(), patience);
    } catch (TimeoutException late) {
      channel.close();
      throw failure(late, patience);
    } catch (InterruptedException interrupted) {
      channel.close();
      throw interrupted;
    }
  }

  /** Not on the event loop, where a slow name server would stop everybody's consoles. */
  private InetAddress resolve(Duration left, Duration patience) throws InterruptedException {
    try {
      return names.resolve(server.getHost(), left);
    } catch (IOException | TimeoutException unknown) {
      throw failure(unknown, patience);
    }
  }

  private Channel connect(
      ConsoleTarget target,
      NettyViewer viewer,
      InetAddress address,
      Duration patience,
      CompletableFuture<Channel> upgraded) {
    int port = server.getPort() > 0 ? server.getPort() : tls != null ? HTTPS : HTTP;
    LineUpgrade upgrade =
        new LineUpgrade(server.getAuthority(), path(target), authorization(), random, upgraded);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(viewer.eventLoop())
            .channelFactory(new ReflectiveChannelFactory<>(viewer.channelType()))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE))
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(
                    LEAST_READ_BYTES, FIRST_READ_BYTES, MOST_READ_BYTES))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (tls != null) {
                      channel
                          .pipeline()
                          .addLast("tls", tls.newHandler(channel.alloc(), server.getHost(), port));
                    }
                    upgrade.joinPipeline(channel);
                  }
                });
    var connecting = bootstrap.connect(address, port);
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            upgrade.ask(connecting.channel());
          } else {
            upgraded.completeExceptionally(done.cause());
          }
        });
    return connecting.channel();
  }

  private String path(ConsoleTarget target) {
    String prefix = server.getPath();
    String base = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return base + LinePaths.of(target);
  }

  /** As the client itself would: whoever reads the configuration differently is refused. */
  private @Nullable String authorization() {
    Config config = client.getConfiguration();
    if (isGiven(config.getUsername()) && isGiven(config.getPassword())) {
      return HttpClientUtils.basicCredentials(config.getUsername(), config.getPassword());
    }
    String token =
        config.getOauthTokenProvider() != null
            ? config.getOauthTokenProvider().getToken()
            : isGiven(config.getOauthToken()) ? config.getOauthToken() : config.getAutoOAuthToken();
    return isGiven(token) ? "Bearer " + token : null;
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static boolean isForbidden(FailureException refused) {
    return refused.failure() instanceof ConsoleFailure.LineRefused(var problem, _)
        && problem == LineProblem.FORBIDDEN;
  }

  /** The client takes new credentials from its configuration when one of its calls is refused. */
  private void refreshCredentials() {
    try {
      client.getKubernetesVersion();
    } catch (RuntimeException refusedAsWell) {
      // The next try says why.
    }
  }

  private FailureException failure(Throwable problem, Duration patience) {
    return problem instanceof FailureException refusal
        ? refusal
        : ClusterFailures.of(problem, server.toString(), patience);
  }
}
