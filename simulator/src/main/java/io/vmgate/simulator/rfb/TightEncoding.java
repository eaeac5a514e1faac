package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/**
 * One colour, a palette, or plain pixels, packed by zlib; without JPEG and gradients (the RFB
 * protocol's community description, encoding 7).
 */
final class TightEncoding implements Encoding {
  static final int NUMBER = 7;
  private static final int FILL = 0x80;
  private static final int WITH_FILTER = 0x40;
  private static final int PALETTE_FILTER = 1;
  private static final int MOST_COLOURS = 256;

  /** Shorter data goes unpacked and without a length. */
  private static final int SHORTEST_PACKED = 12;

  /** Streams that the client keeps apart: plain pixels, palettes of two, larger palettes. */
  private static final int PLAIN_STREAM = 0;

  private static final int TWO_STREAM = 1;
  private static final int PALETTE_STREAM = 2;

  private final ZlibStream[] streams = {new ZlibStream(), new ZlibStream(), new ZlibStream()};

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(Tile part, PixelWriter pixels, ByteBuf out) {
    TileColours colours = TileColours.of(part, MOST_COLOURS);
    if (colours.count() == 1) {
      out.writeByte(FILL);
      pixels.writeTight(out, colours.colour(0));
      return;
    }
    ByteBuf plain = out.alloc().buffer(part.pixels());
    try {
      if (colours.count() == 2) {
        palette(TWO_STREAM, colours, pixels, out);
        bits(part, colours, plain);
        data(TWO_STREAM, plain, out);
      } else if (pixels.tightBytes() > 1) {
        palette(PALETTE_STREAM, colours, pixels, out);
        places(part, colours, plain);
        data(PALETTE_STREAM, plain, out);
      } else {
        out.writeByte(PLAIN_STREAM << 4);
        all(part, pixels, plain);
        data(PLAIN_STREAM, plain, out);
      }
    } finally {
      plain.release();
    }
  }

  @Override
  public void close() {
    for (ZlibStream stream : streams) {
      stream.close();
    }
  }

  private static void palette(int stream, TileColours colours, PixelWriter pixels, ByteBuf out) {
    out.writeByte(WITH_FILTER | stream << 4).writeByte(PALETTE_FILTER);
    out.writeByte(colours.count() - 1);
    for (int place = 0; place < colours.count(); place++) {
      pixels.writeTight(out, colours.colour(place));
    }
  }

  private static void bits(Tile part, TileColours colours, ByteBuf plain) {
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x += 8) {
        int gathered = 0;
        for (int bit = 0; bit < 8; bit++) {
          boolean second = x + bit < part.width() && colours.place(part.at(x + bit, y)) == 1;
          gathered = gathered << 1 | (second ? 1 : 0);
        }
        plain.writeByte(gathered);
      }
    }
  }

  private static void places(Tile part, TileColours colours, ByteBuf plain) {
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        plain.writeByte(colours.place(part.at(x, y)));
      }
    }
  }

  private static void all(Tile part, PixelWriter pixels, ByteBuf plain) {
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        pixels.writeTight(plain, part.at(x, y));
      }
    }
  }

  private void data(int stream, ByteBuf plain, ByteBuf out) {
    if (plain.readableBytes() < SHORTEST_PACKED) {
      out.writeBytes(plain);
      return;
    }
    ByteBuf packed = out.alloc().buffer(plain.readableBytes() / 4 + 64);
    try {
      streams[stream].pack(plain, packed);
      int length = packed.readableBytes();
      // Seven bits a byte, the lowest first; the last of three has eight.
      if (length < 0x80) {
        out.writeByte(length);
      } else if (length < 0x4000) {
        out.writeByte(length & 0x7F | 0x80).writeByte(length >> 7);
      } else {
        out.writeByte(length & 0x7F | 0x80);
        out.writeByte(length >> 7 & 0x7F | 0x80).writeByte(length >> 14);
      }
      out.writeBytes(packed);
    } finally {
      packed.release();
    }
  }
}
