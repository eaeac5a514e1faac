package io.vmgate.kubevirt.access;

import io.vmgate.application.access.ReachabilityProbe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tries addresses from where the platform is, by a plain socket on the caller's own thread. */
public final class SocketReachabilityProbe implements ReachabilityProbe {
  /** Looks names up, for however long that takes. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;

  /** Look names up as the operating system does. */
  public SocketReachabilityProbe() {
    this(InetAddress::getAllByName);
  }

  SocketReachabilityProbe(Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Outcome connect(String host, int port, Duration patience) {
    long begun = System.nanoTime();
    Answer answer = answer(host, port, begun + patience.toNanos());
    return new Outcome(answer, Duration.ofNanos(System.nanoTime() - begun));
  }

  private Answer answer(String host, int port, long deadline) {
    InetAddress[] addresses;
    try {
      addresses = resolve(host, deadline);
    } catch (UnknownHostException unknown) {
      return Answer.UNKNOWN_HOST;
    } catch (TimeoutException late) {
      return Answer.TIMED_OUT;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Answer.FAILED;
    }
    Answer answer = Answer.UNKNOWN_HOST;
    for (int i = 0; i < addresses.length; i++) {
      // None of several takes the time of all.
      long left = (deadline - System.nanoTime()) / (addresses.length - i);
      answer = connect(new InetSocketAddress(addresses[i], port), left);
      if (answer == Answer.CONNECTED) {
        return answer;
      }
    }
    return answer;
  }

  /** The operating system's lookup cannot be interrupted, so it is left behind when it is late. */
  private InetAddress[] resolve(String host, long deadline)
      throws UnknownHostException, TimeoutException, InterruptedException {
    FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> resolver.resolve(host));
    Thread.ofPlatform().daemon().name("lookup of " + host).start(lookup);
    try {
      return lookup.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException unknown) {
      UnknownHostException answer = new UnknownHostException(host);
      answer.initCause(unknown.getCause());
      throw answer;
    }
  }

  private static Answer connect(InetSocketAddress address, long nanos) {
    int millis = (int) Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 0, Integer.MAX_VALUE);
    if (millis == 0) {
      return Answer.TIMED_OUT; // to a socket, nothing would mean for ever
    }
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(address, millis);
      return Answer.CONNECTED;
    } catch (SocketTimeoutException late) {
      return Answer.TIMED_OUT;
    } catch (NoRouteToHostException noRoute) {
      return Answer.NO_ROUTE;
    } catch (ConnectException refused) {
      return refusal(refused.getMessage());
    } catch (IOException | IllegalArgumentException other) {
      return Answer.FAILED;
    }
  }

  /** One exception for several errors of connect(2), told apart by the system's words. */
  private static Answer refusal(@Nullable String words) {
    String said = words == null ? "" : words;
    if (said.contains("unreachable")) {
      return Answer.NO_ROUTE;
    }
    return said.contains("timed out") ? Answer.TIMED_OUT : Answer.REFUSED;
  }
}
