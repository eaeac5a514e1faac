package io.vmgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.cli.FakeServer;
import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wires that die without a word, and people who do not wait for them. */
@Timeout(60)
class SilenceTest {
  private static final int LEAVE = 0x1d;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PipedOutputStream typed = new PipedOutputStream();

  private CompletableFuture<Boolean> person(Session session) throws IOException {
    InputStream keys = new PipedInputStream(typed, 1 << 16);
    RawTerminal terminal =
        new RawTerminal(
            new DumbTerminal(
                "test", "dumb", InputStream.nullInputStream(), shown, StandardCharsets.UTF_8),
            keys);
    ConsoleLinks links = new ConsoleLinks(session, "vm", "serial", false, false);
    SerialSession serial = new SerialSession(session, terminal, links, "vm", "n/vm");
    CompletableFuture<Boolean> left = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                serial.run();
                left.complete(true);
              } catch (IOException | RuntimeException failed) {
                left.completeExceptionally(failed);
              }
            });
    return left;
  }

  private void awaitShown(String words) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> shown.toString(StandardCharsets.UTF_8).contains(words));
  }

  private static Reply link(DumbWire wire) {
    return Reply.ok("{\"consoleUrl\":\"" + wire.link() + "\"}");
  }

  @Test
  void takesALineThatSaysNothingForBroken() throws IOException, LineRefusedException {
    try (DumbWire wire = new DumbWire();
        FakeServer server = new FakeServer((_, _) -> Reply.ok("{}"));
        Line line = Line.open(server.session(), wire.link(), _ -> {}, Duration.ofMillis(300))) {
      assertThat(line.ended().orTimeout(20, TimeUnit.SECONDS).join().code())
          .isEqualTo(LineEnd.BROKEN);
    }
  }

  @Test
  void sendsNoLongerThanTheLineLasts() throws IOException, LineRefusedException {
    try (DumbWire wire = new DumbWire();
        FakeServer server = new FakeServer((_, _) -> Reply.ok("{}"));
        Line line = Line.open(server.session(), wire.link(), _ -> {}, Duration.ofSeconds(1))) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  line.send(ByteBuffer.allocate(1 << 20));
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void leavesALineThatTakesNothing() throws IOException {
    try (DumbWire wire = new DumbWire();
        FakeServer server =
            new FakeServer(
                (call, _) -> call.line().startsWith("POST") ? link(wire) : Reply.ok("{}"))) {
      CompletableFuture<Boolean> left = person(server.session());
      awaitShown("Connected");
      typed.write(new byte[1 << 24]);
      typed.write(LEAVE);
      typed.flush();

      assertThat(left.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void leavesWhileALinkIsAskedFor() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    try (DumbWire wire = new DumbWire();
        FakeServer server =
            new FakeServer(
                (call, _) -> {
                  if (!call.line().startsWith("POST")) {
                    return Reply.ok("{}");
                  }
                  if (shown.toString(StandardCharsets.UTF_8).contains("broke")) {
                    hold(over);
                  }
                  return link(wire);
                })) {
      CompletableFuture<Boolean> left = person(server.session());
      awaitShown("Connected");
      wire.cut();
      awaitShown("broke");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  server.calls().stream().filter(call -> call.line().startsWith("POST")).count()
                      == 2);
      typed.write(LEAVE);
      typed.flush();

      assertThat(left.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
      over.countDown();
    }
  }

  private static void hold(CountDownLatch over) {
    try {
      over.await(50, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
