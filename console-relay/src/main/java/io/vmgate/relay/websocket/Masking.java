package io.vmgate.relay.websocket;

import io.netty.buffer.ByteBuf;

/** Applies a mask of RFC 6455 section 5.3, in place. Twice gives back what was there. */
final class Masking {
  private static final int KEY_BYTES = 4;

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
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      data.setLong(at, data.getLong(at) ^ wide);
    }
    for (int shift = Long.SIZE - Byte.SIZE; at < end; at++, shift -= Byte.SIZE) {
      data.setByte(at, data.getByte(at) ^ (int) (wide >>> shift));
    }
  }
}
