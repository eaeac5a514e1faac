package io.vmgate.simulator.rfb;

import java.nio.ByteBuffer;

/** Reads pixels of a format as 0xRRGGBB. */
final class PixelReader {
  private int bits;
  private int depth;
  private boolean bigEndian;
  private final int[] max = new int[3];
  private final int[] shift = new int[3];

  void set(ByteBuffer format) {
    bits = format.get();
    depth = format.get();
    bigEndian = format.get() != 0;
    format.get();
    for (int i = 0; i < 3; i++) {
      max[i] = format.getShort() & 0xFFFF;
    }
    for (int i = 0; i < 3; i++) {
      shift[i] = format.get();
    }
  }

  int bytes() {
    return bits / 8;
  }

  int read(RfbViewer.Wire wire) {
    return rgb(wire.read(bytes()), 0);
  }

  /** Read a pixel of ZRLE, which may lack a byte. */
  int readCompact(RfbViewer.Wire wire) {
    int mask = max[0] << shift[0] | max[1] << shift[1] | max[2] << shift[2];
    boolean low = (mask & 0xFF000000) == 0;
    boolean high = (mask & 0xFF) == 0;
    if (bits != 32 || depth > 24 || !(low || high)) {
      return read(wire);
    }
    byte[] three = wire.read(3);
    byte[] four = new byte[4];
    boolean emptyFirst = bigEndian == low;
    System.arraycopy(three, 0, four, emptyFirst ? 1 : 0, 3);
    return rgb(four, 0);
  }

  /** Read a pixel of Tight. */
  int readTight(RfbViewer.Wire wire) {
    if (bits == 32 && depth == 24 && max[0] == 255 && max[1] == 255 && max[2] == 255) {
      byte[] three = wire.read(3);
      return (three[0] & 0xFF) << 16 | (three[1] & 0xFF) << 8 | three[2] & 0xFF;
    }
    return read(wire);
  }

  int tightBytes() {
    boolean three = bits == 32 && depth == 24 && max[0] == 255 && max[1] == 255 && max[2] == 255;
    return three ? 3 : bytes();
  }

  private int rgb(byte[] bytes, int offset) {
    int pixel = 0;
    for (int i = 0; i < bytes(); i++) {
      int at = bigEndian ? i : bytes() - 1 - i;
      pixel = pixel << 8 | bytes[offset + at] & 0xFF;
    }
    int rgb = 0;
    for (int i = 0; i < 3; i++) {
      int value = pixel >>> shift[i] & max[i];
      rgb = rgb << 8 | (value * 255 + max[i] / 2) / max[i];
    }
    return rgb;
  }
}
