package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/**
 * How a client wants pixels (RFC 6143 §7.4); true colour of 8, 16 or 32 bits only.
 *
 * @param bits of a pixel on the wire
 * @param depth how many of them mean something
 * @param redMax the largest value of red, one less than a power of two; green and blue likewise
 * @param redShift how far red is shifted left in a pixel
 */
record PixelFormat(
    int bits,
    int depth,
    boolean bigEndian,
    int redMax,
    int greenMax,
    int blueMax,
    int redShift,
    int greenShift,
    int blueShift) {
  /** What the server offers: 32 bits, little-endian, blue in the lowest byte, as QEMU does. */
  static final PixelFormat OWN = new PixelFormat(32, 24, false, 255, 255, 255, 16, 8, 0);

  PixelFormat {
    if (bits != 8 && bits != 16 && bits != 32) {
      throw new BadMessageException("pixels of " + bits + " bits");
    }
    check(redMax, redShift, bits);
    check(greenMax, greenShift, bits);
    check(blueMax, blueShift, bits);
  }

  private static void check(int max, int shift, int bits) {
    if (max < 1 || (max & (max + 1)) != 0 || shift + Integer.bitCount(max) > bits) {
      throw new BadMessageException("a colour of " + max + " shifted by " + shift);
    }
  }

  /** Read the sixteen bytes of a format. */
  static PixelFormat read(ByteBuf in) {
    int bits = in.readUnsignedByte();
    int depth = in.readUnsignedByte();
    boolean bigEndian = in.readBoolean();
    if (!in.readBoolean()) {
      throw new BadMessageException("pixels without true colour");
    }
    PixelFormat format =
        new PixelFormat(
            bits,
            depth,
            bigEndian,
            in.readUnsignedShort(),
            in.readUnsignedShort(),
            in.readUnsignedShort(),
            in.readUnsignedByte(),
            in.readUnsignedByte(),
            in.readUnsignedByte());
    in.skipBytes(3);
    return format;
  }

  void write(ByteBuf out) {
    out.writeByte(bits).writeByte(depth).writeBoolean(bigEndian).writeBoolean(true);
    out.writeShort(redMax).writeShort(greenMax).writeShort(blueMax);
    out.writeByte(redShift).writeByte(greenShift).writeByte(blueShift).writeZero(3);
  }

  /** Give the pixel for a colour 0xRRGGBB. */
  int pixel(int rgb) {
    return scale(rgb >> 16 & 0xFF, redMax) << redShift
        | scale(rgb >> 8 & 0xFF, greenMax) << greenShift
        | scale(rgb & 0xFF, blueMax) << blueShift;
  }

  private static int scale(int value, int max) {
    return (value * max + 127) / 255;
  }

  /** Tell whether ZRLE leaves out a fourth byte, and with it which three stay (§7.7.5). */
  boolean isCompact() {
    return bits == 32 && depth <= 24 && (fitsLow() || fitsHigh());
  }

  boolean fitsLow() {
    return (mask() & 0xFF000000) == 0;
  }

  private boolean fitsHigh() {
    return (mask() & 0xFF) == 0;
  }

  private int mask() {
    return redMax << redShift | greenMax << greenShift | blueMax << blueShift;
  }

  /** Tell whether Tight sends red, green and blue as a byte each. */
  boolean isTightCompact() {
    return bits == 32 && depth == 24 && redMax == 255 && greenMax == 255 && blueMax == 255;
  }
}
