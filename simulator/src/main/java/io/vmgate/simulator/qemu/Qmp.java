package io.vmgate.simulator.qemu;

import io.vmgate.simulator.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Speaks QEMU's machine protocol: one command at a time, a line of JSON each way. */
final class Qmp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Qmp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SocketChannel channel;
  private final ByteBuffer came = ByteBuffer.allocate(16 * 1024).limit(0);

  private Qmp(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Run one command.
   *
   * @param arguments an empty object for none
   * @throws IOException if QEMU does not answer or refuses
   */
  static void run(Path socket, String command, ObjectNode arguments) throws IOException {
    try (Qmp qmp = new Qmp(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
      CompletableFuture<Void> limit =
          CompletableFuture.runAsync(
              qmp::hangUp,
              CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      try {
        qmp.line();
        qmp.execute("qmp_capabilities", Json.object());
        qmp.execute(command, arguments);
      } finally {
        limit.cancel(false);
      }
    }
  }

  private void hangUp() {
    try {
      channel.close();
    } catch (IOException failure) {
      LOG.debug("A line to QEMU did not close", failure);
    }
  }

  private void execute(String command, ObjectNode arguments) throws IOException {
    ObjectNode request = Json.object().put("execute", command);
    request.set("arguments", arguments);
    ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(request));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    while (true) {
      JsonNode answer = line();
      if (answer.has("return")) {
        return;
      }
      if (answer.has("error")) {
        throw new IOException(command + ": " + Json.text(answer, "error", "desc"));
      }
    }
  }

  private JsonNode line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (came.hasRemaining()) {
        byte next = came.get();
        if (next == '\n') {
          return parsed(line.toByteArray());
        }
        line.write(next);
      }
      came.clear();
      int count = channel.read(came);
      came.flip();
      if (count < 0) {
        throw new IOException("QEMU has hung up");
      }
    }
  }

  private static JsonNode parsed(byte[] line) throws IOException {
    try {
      return Json.parse(line);
    } catch (JacksonException broken) {
      throw new IOException("QEMU does not speak JSON", broken);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
