package io.vmgate.cli.console;

import io.vmgate.cli.http.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a person types. Reading and sending are apart: a line that takes nothing must not keep
 * anybody from leaving it.
 */
final class Keys {
  /** Ctrl-], as telnet and virsh have it. */
  private static final int LEAVE = 0x1d;

  private static final int CHUNK = 4096;
  private static final Duration LAST_KEYS = Duration.ofMillis(500);

  private final InputStream typed;
  private final Supplier<@Nullable Line> line;
  private final Trace trace;
  private final BlockingQueue<Chunk> waiting = new LinkedBlockingQueue<>();

  private record Chunk(ByteBuffer bytes, CompletableFuture<Boolean> dealtWith) {}

  /**
   * Read from there, and send to whichever line there is.
   *
   * @param line null while there is none: what is typed then is lost, as on any unplugged cable
   */
  Keys(InputStream typed, Supplier<@Nullable Line> line, Trace trace) {
    this.typed = typed;
    this.line = line;
    this.trace = trace;
  }

  /** Read until the person leaves, or there is nothing to read any more. */
  void readToEnd() {
    Thread.ofVirtual().start(this::send);
    CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
    byte[] keys = new byte[CHUNK];
    try {
      for (int count = typed.read(keys); count >= 0; count = typed.read(keys)) {
        int leave = indexOfLeave(keys, count);
        last = new CompletableFuture<>();
        waiting.add(
            new Chunk(ByteBuffer.wrap(Arrays.copyOf(keys, leave < 0 ? count : leave)), last));
        if (leave >= 0) {
          break;
        }
      }
    } catch (IOException gone) {
      trace.note(String.valueOf(gone.getMessage()));
    }
    last.completeOnTimeout(false, LAST_KEYS.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static int indexOfLeave(byte[] keys, int count) {
    for (int at = 0; at < count; at++) {
      if (keys[at] == LEAVE) {
        return at;
      }
    }
    return -1;
  }

  private void send() {
    try {
      while (true) {
        Chunk chunk = waiting.take();
        Line now = line.get();
        if (now != null && chunk.bytes().hasRemaining()) {
          send(chunk.bytes(), now);
        }
        chunk.dealtWith().complete(true);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ByteBuffer bytes, Line now) {
    try {
      now.send(bytes);
    } catch (IOException broken) {
      trace.note(String.valueOf(broken.getMessage()));
    }
  }
}
