package io.vmgate.relay.websocket;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Applies a mask of RFC 6455 section 5.3, in place. Twice gives back what was there. */
final class Masking {
  private static final int KEY_BYTES = 4;
  private static final int WORTH_A_VIEW_BYTES = 256;

  private Masking() {}

  /**
   * Mask or unmask what can be read of a buffer.
   *
   * @param key as the four bytes stand on the wire, first byte highest
   * @param offset how many bytes of the frame's payload came before; any of its multiples of 4 less
   */
  static void apply(ByteBuf data, int key, int offset) {
    if (key == 0) {
      return;
    }
    int turned = Integer.rotateLeft(key, (offset % KEY_BYTES) * Byte.SIZE);
    long wide = (long) turned << Integer.SIZE | turned & 0xFFFF_FFFFL;
    int at = data.readerIndex();
    int end = data.writerIndex();
    if (end - at >= WORTH_A_VIEW_BYTES && data.nioBufferCount() == 1) {
      int bytes = end - at & -Long.BYTES;
      applyWide(data.internalNioBuffer(at, bytes), wide);
      at += bytes;
    }
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      data.setLong(at, data.getLong(at) ^ wide);
    }
    for (int shift = Long.SIZE - Byte.SIZE; at < end; at++, shift -= Byte.SIZE) {
      data.setByte(at, data.getByte(at) ^ (int) (wide >>> shift));
    }
  }

  /**
   * The same without looking at bounds and owners for each word, which costs more than the words.
   */
  private static void applyWide(ByteBuffer own, long wide) {
    ByteBuffer words = own.duplicate().order(ByteOrder.nativeOrder());
    boolean turns = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    long word = turns ? Long.reverseBytes(wide) : wide;
    int end = words.limit();
    for (int at = words.position(); at < end; at += Long.BYTES) {
      words.putLong(at, words.getLong(at) ^ word);
    }
  }
}
