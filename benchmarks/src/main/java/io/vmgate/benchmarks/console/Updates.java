package io.vmgate.benchmarks.console;

import java.nio.ByteBuffer;

/** What the upstream streams: updates of one raw rectangle each (RFC 6143 section 7.6.1). */
final class Updates {
  static final int HEAD_BYTES = 16;
  private static final int PIXEL_BYTES = 4;

  private Updates() {}

  /** Whether these bytes begin an update of one rectangle, encoded Raw. */
  static boolean isHead(byte... head) {
    ByteBuffer fields = ByteBuffer.wrap(head);
    return fields.getInt(0) == 1 && fields.getInt(12) == 0;
  }

  static long bodyBytes(byte... head) {
    ByteBuffer fields = ByteBuffer.wrap(head);
    return (long) fields.getShort(8) * fields.getShort(10) * PIXEL_BYTES;
  }
}
