package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import java.util.zip.Deflater;

/** One zlib stream that lasts as long as a connection and is flushed after each rectangle. */
final class ZlibStream {
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

  /** Pack everything readable in {@code from} and append it. */
  void pack(ByteBuf from, ByteBuf out) {
    deflater.setInput(from.nioBuffer());
    while (true) {
      out.ensureWritable(Math.max(1024, from.readableBytes() / 2));
      int written =
          deflater.deflate(
              out.nioBuffer(out.writerIndex(), out.writableBytes()), Deflater.SYNC_FLUSH);
      boolean full = written == out.writableBytes();
      out.writerIndex(out.writerIndex() + written);
      // Room that is left over says that the flush is complete.
      if (!full) {
        return;
      }
    }
  }

  void close() {
    deflater.end();
  }
}
