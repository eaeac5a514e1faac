package io.vmgate.simulator.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends without end. Every 64 KiB are one update of a screen: a raw rectangle of 130 by 126 pixels
 * of four bytes, so that a client of RFB can read it too.
 */
final class Source implements StreamEnd {
  private static final int WIDTH = 130;
  private static final int HEIGHT = 126;
  private static final ByteBuf BLOCK = block();
  private static final int BLOCK_BYTES = BLOCK.readableBytes();
  private static final long TICK_MILLIS = 20;

  private final long bytesPerSecond;
  private @Nullable ByteStream stream;
  private @Nullable Future<?> tick;
  private long started;
  private long sent;

  /**
   * @param bytesPerSecond 0 for as fast as the client reads
   */
  Source(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  private static ByteBuf block() {
    int bytes = 16 + WIDTH * HEIGHT * 4;
    ByteBuf block = Unpooled.directBuffer(bytes, bytes);
    block.writeByte(0).writeByte(0).writeShort(1);
    block.writeShort(0).writeShort(0).writeShort(WIDTH).writeShort(HEIGHT).writeInt(0);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      // A multiplier that spreads bits well; it looks like noise and does not pack.
      block.writeInt(i * 0x9E3779B1);
    }
    return Unpooled.unreleasableBuffer(block);
  }

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
    started = System.nanoTime();
    if (bytesPerSecond > 0) {
      tick = opened.loop().scheduleAtFixedRate(this::send, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      send();
    }
  }

  @Override
  public void received(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void writable() {
    send();
  }

  private void send() {
    ByteStream open = stream;
    if (open == null) {
      return;
    }
    boolean written = false;
    long due = due();
    while (sent < due && open.isOpen() && open.isWritable()) {
      int from = (int) (sent % BLOCK_BYTES);
      int length = (int) Math.min(BLOCK_BYTES - from, due - sent);
      open.write(BLOCK.slice(from, length));
      sent += length;
      written = true;
    }
    if (written) {
      open.flush();
    }
  }

  private long due() {
    if (bytesPerSecond == 0) {
      return Long.MAX_VALUE;
    }
    long elapsed = System.nanoTime() - started;
    return TimeUnit.NANOSECONDS.toMicros(elapsed) * bytesPerSecond / 1_000_000;
  }

  @Override
  public void closed() {
    stream = null;
    Future<?> last = tick;
    if (last != null) {
      last.cancel(false);
    }
  }
}
