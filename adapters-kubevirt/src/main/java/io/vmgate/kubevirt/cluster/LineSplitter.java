package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Cuts a stream of bytes into lines and hands each on, in order, from whichever thread of the
 * client has it. The next bytes are only asked for when all lines so far were taken, so a slow
 * taker slows the server and nothing piles up here.
 */
final class LineSplitter implements AsyncBody.Consumer<List<ByteBuffer>> {
  /** Takes a line without its end. */
  interface Line {
    /** Take the line at this place; the bytes are only good until this returns. */
    void take(byte[] bytes, int offset, int length);
  }

  private static final int USUAL = 16 * 1024;
  private static final int MOST_KEPT = 1024 * 1024;

  private final Line taker;
  private final Lock taking = new ReentrantLock();
  private boolean stopped;
  private byte[] buffer = new byte[USUAL];
  private int filled;
  private boolean collecting;
  private volatile long heardNanos = System.nanoTime();

  LineSplitter(Line taker) {
    this.taker = taker;
  }

  /**
   * Take no more lines. Once this returns, none is being taken either: a stream that was broken off
   * may still have some in hand, and the next stream will bring them again.
   */
  void stop() throws InterruptedException {
    taking.lockInterruptibly();
    try {
      stopped = true;
    } finally {
      taking.unlock();
    }
  }

  /** How long nothing came. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** Read a refusal's text to its end instead of cutting lines. */
  byte[] collect(AsyncBody body, Duration patience) throws InterruptedException {
    collecting = true;
    body.consume();
    try {
      body.done().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | CancellationException cutShort) {
      // What came of a refusal's explanation is better than nothing.
      body.cancel();
    }
    return Arrays.copyOf(buffer, filled);
  }

  @Override
  public void consume(List<ByteBuffer> chunks, AsyncBody body) {
    heardNanos = System.nanoTime();
    taking.lock();
    try {
      if (stopped) {
        return;
      }
      for (ByteBuffer chunk : chunks) {
        append(chunk);
      }
      if (!collecting) {
        takeLines();
      }
    } finally {
      taking.unlock();
    }
    body.consume();
  }

  private void append(ByteBuffer chunk) {
    int length = chunk.remaining();
    if (filled + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + length));
    }
    chunk.get(buffer, filled, length);
    filled += length;
  }

  private void takeLines() {
    int start = 0;
    for (int end = 0; end < filled; end++) {
      if (buffer[end] == '\n') {
        if (end > start) {
          taker.take(buffer, start, end - start);
        }
        start = end + 1;
      }
    }
    if (start > 0) {
      filled -= start;
      System.arraycopy(buffer, start, buffer, 0, filled);
      if (filled == 0 && buffer.length > MOST_KEPT) {
        buffer = new byte[USUAL];
      }
    }
  }
}
