package io.vmgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.application.console.ConsoleRelay.Ending;
import io.vmgate.application.console.RelayRules;
import io.vmgate.application.console.SessionMeter;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.relay.testing.WebSocketEnd;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.relay.websocket.Ping;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RelayTest {
  private static final String SCREEN =
      "\0\100\0\100" + "\40\30\0\1\0\377\0\377\0\377\20\10\0\0\0\0" + "\0\0\0\2vm";
  private static final String KEY = "\4\1\0\0\0\0\0a";

  private LoopbackRelay loopback;

  @BeforeEach
  void connect() throws IOException {
    loopback = new LoopbackRelay();
  }

  @AfterEach
  void disconnect() throws IOException {
    loopback.close();
  }

  @Test
  void carriesBytesBothWaysAndCountsThem() throws IOException, InterruptedException {
    ConsoleRelay relay = loopback.join(LoopbackRelay.SERIAL);

    loopback.machine.send("login: ");
    assertThat(loopback.viewer.readUntil("login: ")).isEqualTo("login: ");
    loopback.viewer.send("root\r");
    assertThat(loopback.machine.readUntil("root\r")).isEqualTo("root\r");

    loopback.viewer.socket.close();
    assertThat(relay.await()).isEqualTo(new Ending.Known(new EndReason.ViewerLeft()));
    assertThat(loopback.meter.traffic()).isEqualTo(new Traffic(7, 5));
  }

  @Test
  void handsOnWhatCameBeforeTheyWereJoined() throws IOException {
    loopback.machine.send("early");
    loopback.viewer.send("eager");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> loopback.viewerChannel.isActive() && loopback.lineChannel.isActive());

    loopback.join(LoopbackRelay.SERIAL);

    assertThat(loopback.viewer.readUntil("early")).isEqualTo("early");
    assertThat(loopback.machine.readUntil("eager")).isEqualTo("eager");
  }

  @Test
  void greetsBothSidesOfAScreen() throws IOException {
    loopback.join(LoopbackRelay.VNC);

    greet();
    loopback.viewer.send(KEY);

    assertThat(loopback.machine.readUntil("a")).isEqualTo(KEY);
  }

  private void greet() throws IOException {
    WebSocketEnd machine = loopback.machine;
    WebSocketEnd viewer = loopback.viewer;
    machine.send("RFB 003.008\n\1\1");
    machine.readUntil("RFB 003.008\n\1");
    machine.send("\0\0\0\0" + SCREEN + "bell");
    viewer.readUntil("RFB 003.008\n");
    viewer.send("RFB 003.008\n");
    viewer.readUntil("\1\1");
    viewer.send("\1\1");
    assertThat(viewer.readUntil("bell")).isEqualTo("\0\0\0\0" + SCREEN + "bell");
    machine.readUntil("\1");
  }

  @Test
  void keepsTheKeysOfWhoMayOnlyLook() throws IOException {
    loopback.join(new RelayRules(ConsoleProtocol.VNC, true, hour(), hour(), hour()));
    greet();

    loopback.viewer.send(KEY + "\3\1\0\0\0\0\0\100\0\101");

    assertThat(loopback.machine.readUntil("\101")).isEqualTo("\3\1\0\0\0\0\0\100\0\101");
  }

  private static Duration hour() {
    return Duration.ofHours(1);
  }

  @Test
  void saysThatAMachineDoesNotGreet() throws InterruptedException {
    ConsoleRelay relay = loopback.join(LoopbackRelay.VNC);

    loopback.machine.send("SSH-2.0-OpenSSH_9.2\r\n");

    assertThat(relay.await())
        .isInstanceOfSatisfying(
            Ending.Known.class,
            known ->
                assertThat(known.reason())
                    .isInstanceOfSatisfying(
                        EndReason.LineRefused.class,
                        refused ->
                            assertThat(refused.problem()).isEqualTo(LineProblem.NO_GREETING)));
  }

  @Test
  void stopsReadingTheMachineWhileTheViewerReadsNothing() {
    loopback.join(LoopbackRelay.SERIAL);
    long taken = pushFor(loopback.machine, Duration.ofSeconds(1));

    assertThat(taken).isLessThan(64L * 1024 * 1024);
    assertThat(loopback.waitingBytes()).isLessThan(1024 * 1024);
    assertThat(loopback.lineChannel.config().isAutoRead()).isFalse();
  }

  @Test
  void stopsReadingTheViewerWhileTheMachineReadsNothing() {
    loopback.join(LoopbackRelay.SERIAL);
    long taken = pushFor(loopback.viewer, Duration.ofSeconds(1));

    assertThat(taken).isLessThan(64L * 1024 * 1024);
    assertThat(loopback.waitingBytes()).isLessThan(1024 * 1024);
    assertThat(loopback.viewerChannel.config().isAutoRead()).isFalse();
  }

  /** Send until the other side takes no more for a while; answers how much it took. */
  private static long pushFor(WebSocketEnd end, Duration quiet) {
    var taken = new java.util.concurrent.atomic.AtomicLong();
    Thread pusher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (taken.get() < 256L * 1024 * 1024) {
                      end.send(new byte[64 * 1024]);
                      taken.addAndGet(64 * 1024);
                    }
                  } catch (RuntimeException closed) {
                    // the test is over
                  }
                });
    long[] last = {-1, System.nanoTime()};
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              if (taken.get() != last[0]) {
                last[0] = taken.get();
                last[1] = System.nanoTime();
              }
              return System.nanoTime() - last[1] > quiet.toNanos() || !pusher.isAlive();
            });
    return taken.get();
  }

  @Test
  void goesOnOnceTheViewerReadsAgain() throws IOException {
    loopback.join(LoopbackRelay.SERIAL);
    int size = 32 * 1024 * 1024;
    Thread.ofVirtual()
        .start(
            () -> {
              for (int sent = 0; sent < size; sent += 64 * 1024) {
                loopback.machine.send(new byte[64 * 1024]);
              }
              loopback.machine.send("the end");
            });
    await().atMost(Duration.ofSeconds(10)).until(() -> !loopback.lineChannel.config().isAutoRead());

    assertThat(loopback.viewer.readUntil("the end")).hasSize(size + 7);
  }

  @Test
  void endsASessionWhoseViewerDoesNothing() throws InterruptedException {
    ConsoleRelay relay =
        loopback.join(
            new RelayRules(ConsoleProtocol.SERIAL, false, Duration.ofMillis(300), hour(), hour()));
    loopback.machine.send("the machine may talk as much as it likes");

    assertThat(relay.await())
        .isEqualTo(new Ending.Known(new EndReason.Idle(Duration.ofMillis(300))));
  }

  @Test
  void findsNobodyOnASpiceChannelThatTalksByItself() throws IOException, InterruptedException {
    SessionMeter meter = SessionMeter.of(ConsoleProtocol.SPICE);
    try (LoopbackRelay inputs = new LoopbackRelay()) {
      ConsoleRelay display = loopback.join(spice(), meter);
      loopback.viewer.send(link(2));
      inputs.join(spice(), meter);
      inputs.viewer.send(link(3));
      Thread client = talkUntilClosed(loopback);

      assertThat(display.await()).isEqualTo(new Ending.Known(new EndReason.Idle(SHORT)));

      loopback.viewer.socket.close();
      client.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  @Test
  void findsAPersonOfOneSpiceChannelOnAllOfThem() throws IOException, InterruptedException {
    SessionMeter meter = SessionMeter.of(ConsoleProtocol.SPICE);
    try (LoopbackRelay inputs = new LoopbackRelay()) {
      loopback.join(spice(), meter);
      loopback.viewer.send(link(2));
      ConsoleRelay typing = inputs.join(spice(), meter);
      inputs.viewer.send(link(3));
      Thread person = talkUntilClosed(inputs);

      long begun = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> System.nanoTime() - begun > SHORT.multipliedBy(4).toNanos());
      loopback.viewer.send("still here");
      loopback.machine.readUntil("still here");
      inputs.viewer.socket.close();

      assertThat(typing.await()).isEqualTo(new Ending.Known(new EndReason.ViewerLeft()));
      person.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  /** No pause of a busy machine. */
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private static RelayRules spice() {
    return new RelayRules(ConsoleProtocol.SPICE, false, SHORT, hour(), hour());
  }

  private static String link(int channelType) {
    return "REDQ" + "\2\0\0\0" + "\2\0\0\0" + "\22\0\0\0" + "\0\0\0\0" + (char) channelType;
  }

  private static Thread talkUntilClosed(LoopbackRelay channel) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                        () -> {
                          channel.viewer.send("x");
                          return false;
                        });
              } catch (RuntimeException closed) {
                // the test is over
              }
            });
  }

  @Test
  void endsASessionThatHasLastedTooLong() throws InterruptedException {
    ConsoleRelay relay =
        loopback.join(
            new RelayRules(ConsoleProtocol.SERIAL, false, hour(), Duration.ofMillis(300), hour()));

    assertThat(relay.await())
        .isEqualTo(new Ending.Known(new EndReason.TooLong(Duration.ofMillis(300))));
  }

  @Test
  void endsASessionWhoseViewerAnswersNoPing() throws InterruptedException {
    ConsoleRelay relay = loopback.join(pinging());

    assertThat(relay.await()).isEqualTo(new Ending.Known(new EndReason.ViewerSilent()));
  }

  @Test
  void leavesAViewerThatAnswersPingsInPeace() throws IOException, InterruptedException {
    ConsoleRelay relay = loopback.join(pinging());

    loopback.viewer.answerPings(PING.multipliedBy(15));
    relay.end(new EndReason.GoingAway());

    assertThat(relay.await()).isEqualTo(new Ending.Known(new EndReason.GoingAway()));
  }

  @Test
  void noticesAMachineThatStopsAnsweringPings() throws IOException, InterruptedException {
    ConsoleRelay relay = loopback.join(pinging());
    Thread viewer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    loopback.viewer.answerPings(Duration.ofSeconds(20));
                  } catch (IOException closed) {
                    // the test is over
                  }
                });
    loopback.machine.answerPings(PING.multipliedBy(5));

    assertThat(relay.await()).isEqualTo(new Ending.LineEnded());
    loopback.viewer.socket.close();
    viewer.join(TimeUnit.SECONDS.toMillis(5));
  }

  /** Three without an answer are more than a pause of a busy machine. */
  private static final Duration PING = Duration.ofMillis(500);

  private static RelayRules pinging() {
    return new RelayRules(ConsoleProtocol.SERIAL, false, hour(), hour(), PING);
  }

  @Test
  void answersTheViewersPings() throws IOException {
    loopback.join(LoopbackRelay.SERIAL);

    loopback.viewer.write(new Ping(1));
    loopback.viewer.send("question");
    loopback.machine.readUntil("question");
    loopback.machine.send("answer");
    loopback.viewer.readUntil("answer");

    assertThat(loopback.viewer.pongs()).isEqualTo(1);
  }

  @Test
  void measuresHowLongTheViewerTakesToAnswer() throws IOException {
    loopback.join(LoopbackRelay.SERIAL);
    assertThat(loopback.meter.latency()).isEmpty();

    loopback.machine.send("behind the first ping");
    loopback.viewer.readUntil("behind the first ping");
    loopback.viewer.send("behind the answer");
    loopback.machine.readUntil("behind the answer");

    assertThat(loopback.meter.latency()).get().satisfies(took -> assertThat(took).isPositive());
  }

  @Test
  void keepsNoAnswersForAViewerThatAsksAndNeverReads() throws IOException {
    loopback.join(LoopbackRelay.SERIAL);
    byte[] ping = new byte[131];
    ping[0] = (byte) 0x89;
    ping[1] = (byte) (0x80 | 125);
    byte[] pings = new byte[131 * 500];
    for (int at = 0; at < pings.length; at += ping.length) {
      System.arraycopy(ping, 0, pings, at, ping.length);
    }

    long most = 0;
    for (int sent = 0; sent < 32 * 1024 * 1024; sent += pings.length) {
      loopback.viewer.sendRaw(pings);
      most = Math.max(most, loopback.waitingBytes());
    }
    loopback.viewer.send("still here");

    loopback.machine.readUntil("still here");
    assertThat(Math.max(most, loopback.waitingBytes())).isLessThan(1024 * 1024);
  }

  @Test
  void hangsUpOnTheMachineWhenTheViewerLeaves() throws IOException, InterruptedException {
    ConsoleRelay relay = loopback.join(LoopbackRelay.SERIAL);

    loopback.viewer.send("last words");
    loopback.viewer.write(new CloseFrame(1000, ""));

    assertThat(relay.await()).isEqualTo(new Ending.Known(new EndReason.ViewerLeft()));
    loopback.machine.readUntil("last words");
    assertThat(loopback.machine.readGoodbye()).isEqualTo(new CloseFrame(1000, ""));
  }

  @Test
  void tellsTheViewerWhyAfterTheMachineHangsUp() throws IOException, InterruptedException {
    ConsoleRelay relay = loopback.join(LoopbackRelay.SERIAL);
    loopback.machine.send("goodbye, world");
    loopback.machine.socket.close();

    assertThat(relay.await()).isEqualTo(new Ending.LineEnded());
    loopback.end(new EndReason.LineLost());

    loopback.viewer.readUntil("goodbye, world");
    assertThat(loopback.viewer.readGoodbye()).isEqualTo(new CloseFrame(4321, "LINE_LOST"));
  }

  @Test
  void tellsTheViewerWhyEvenWhileItIsTalking() throws IOException, InterruptedException {
    ConsoleRelay relay = loopback.join(LoopbackRelay.SERIAL);
    loopback.viewer.send(new byte[500_000]);

    relay.end(new EndReason.PermissionWithdrawn());
    loopback.viewer.send(new byte[100_000]);
    assertThat(relay.await()).isEqualTo(new Ending.Known(new EndReason.PermissionWithdrawn()));
    loopback.end(new EndReason.PermissionWithdrawn());

    assertThat(loopback.viewer.readGoodbye())
        .isEqualTo(new CloseFrame(4321, "PERMISSION_WITHDRAWN"));
  }

  @Test
  void hangsUpOnAViewerThatDoesNotSayGoodbye() throws IOException {
    loopback.join(LoopbackRelay.SERIAL);

    loopback.end(new EndReason.Fault());
    loopback.viewer.readGoodbye();

    await().atMost(Duration.ofSeconds(5)).until(() -> !loopback.viewerChannel.isOpen());
  }

  @Test
  void hearsTheGoodbyeOfAViewerThatGotNoLine() throws IOException {
    long begun = System.nanoTime();
    loopback.end(new EndReason.Fault());
    assertThat(loopback.viewer.readGoodbye()).isEqualTo(new CloseFrame(4321, "FAULT"));

    loopback.viewer.sendRaw(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});

    await().atMost(Duration.ofSeconds(5)).until(() -> !loopback.viewerChannel.isOpen());
    // Unheard it takes the whole farewell of two seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1_950));
  }

  @Test
  void endsASessionWhoseViewerBreaksTheProtocol() throws InterruptedException {
    ConsoleRelay relay = loopback.join(LoopbackRelay.SERIAL);

    loopback.viewer.sendRaw(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'A'});

    assertThat(relay.await())
        .isEqualTo(new Ending.Known(new EndReason.ViewerBroke("binary messages only")));
  }
}
