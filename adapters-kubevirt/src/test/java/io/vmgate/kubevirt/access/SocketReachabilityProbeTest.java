package io.vmgate.kubevirt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vmgate.application.access.ReachabilityProbe;
import io.vmgate.application.access.ReachabilityProbe.Answer;
import io.vmgate.application.access.ReachabilityProbe.Outcome;
import io.vmgate.testkit.FreePorts;
import io.vmgate.testkit.access.ReachabilityProbeContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketReachabilityProbeTest implements ReachabilityProbeContract {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private ServerSocket open;
  private int closed;

  @BeforeEach
  void listen() throws IOException {
    open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    opened.add(open);
    closed = FreePorts.next();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Override
  public ReachabilityProbe probe() {
    return new SocketReachabilityProbe();
  }

  @Override
  public int openPort() {
    return open.getLocalPort();
  }

  @Override
  public int closedPort() {
    return closed;
  }

  @Test
  void sendsNothing() throws IOException {
    probe().connect("127.0.0.1", openPort(), PATIENCE);

    open.setSoTimeout(5_000);
    try (Socket caller = open.accept()) {
      caller.setSoTimeout(5_000);
      assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void waitsNoLongerThanToldTo() throws IOException {
    fillUp();

    Outcome outcome = probe().connect("127.0.0.1", openPort(), SHORT);

    assertThat(outcome.answer()).isEqualTo(Answer.TIMED_OUT);
    assertThat(outcome.after()).isBetween(SHORT.minusMillis(5), PATIENCE);
  }

  @Test
  void tellsAnUnknownName() {
    ReachabilityProbe probe =
        new SocketReachabilityProbe(
            host -> {
              throw new UnknownHostException(host);
            });

    assertThat(probe.connect("nobody.example", 80, PATIENCE).answer())
        .isEqualTo(Answer.UNKNOWN_HOST);
  }

  @Test
  void waitsNoLongerForANameEither() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ReachabilityProbe probe =
        new SocketReachabilityProbe(
            host -> {
              try {
                never.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });

    Outcome outcome =
        assertTimeoutPreemptively(PATIENCE, () -> probe.connect("slow.example", 80, SHORT));

    never.countDown();
    assertThat(outcome.answer()).isEqualTo(Answer.TIMED_OUT);
  }

  @Test
  void triesEveryAddressOfAName() {
    InetAddress[] two = {address(127, 0, 0, 2), address(127, 0, 0, 1)};
    ReachabilityProbe probe = new SocketReachabilityProbe(host -> two);

    assertThat(probe.connect("two.example", openPort(), PATIENCE).answer())
        .isEqualTo(Answer.CONNECTED);
  }

  @Test
  void survivesPortsThatCannotBe() {
    assertThat(probe().connect("127.0.0.1", 0, SHORT).answer()).isNotEqualTo(Answer.CONNECTED);
  }

  /** Until the queue of connections that nobody takes is full: further ones get no answer. */
  private void fillUp() throws IOException {
    for (int i = 0; i < 16; i++) {
      Socket waiting = new Socket();
      opened.add(waiting);
      try {
        waiting.connect(new InetSocketAddress("127.0.0.1", openPort()), 100);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IllegalStateException("the queue takes any number");
  }

  private static InetAddress address(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    try {
      return InetAddress.getByAddress(raw);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
