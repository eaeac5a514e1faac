package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/** Tiles of 64 by 64 as palettes and runs, packed by zlib (RFC 6143 §7.7.6). */
final class ZrleEncoding implements Encoding {
  static final int NUMBER = 16;
  private static final int TILE = 64;
  private static final int PACKED_MOST = 16;
  private static final int PALETTE_MOST = 127;
  private static final int RAW = 0;
  private static final int SOLID = 1;
  private static final int RUNS = 128;

  private final ZlibStream zlib = new ZlibStream();

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(Tile part, PixelWriter pixels, ByteBuf out) {
    ByteBuf plain = out.alloc().buffer(4096);
    try {
      for (int y = 0; y < part.height(); y += TILE) {
        for (int x = 0; x < part.width(); x += TILE) {
          tile(part.part(x, y, TILE), pixels, plain);
        }
      }
      int lengthAt = out.writerIndex();
      out.writeInt(0);
      zlib.pack(plain, out);
      out.setInt(lengthAt, out.writerIndex() - lengthAt - 4);
    } finally {
      plain.release();
    }
  }

  @Override
  public void close() {
    zlib.close();
  }

  private static void tile(Tile tile, PixelWriter pixels, ByteBuf out) {
    TileColours colours = TileColours.of(tile, PALETTE_MOST);
    int runs = runs(tile);
    if (colours.count() == 1) {
      out.writeByte(SOLID);
      pixels.writeCompact(out, colours.colour(0));
    } else if (!colours.isOver() && colours.count() <= PACKED_MOST) {
      out.writeByte(colours.count());
      palette(colours, pixels, out);
      packed(tile, colours, out);
    } else if (!colours.isOver() && runs * 3 < tile.pixels()) {
      out.writeByte(RUNS + colours.count());
      palette(colours, pixels, out);
      eachRun(tile, (colour, length) -> paletteRun(colours.place(colour), length, out));
    } else if (runs * 2 < tile.pixels()) {
      out.writeByte(RUNS);
      eachRun(
          tile,
          (colour, length) -> {
            pixels.writeCompact(out, colour);
            length(length, out);
          });
    } else {
      out.writeByte(RAW);
      for (int y = 0; y < tile.height(); y++) {
        for (int x = 0; x < tile.width(); x++) {
          pixels.writeCompact(out, tile.at(x, y));
        }
      }
    }
  }

  private static void palette(TileColours colours, PixelWriter pixels, ByteBuf out) {
    for (int place = 0; place < colours.count(); place++) {
      pixels.writeCompact(out, colours.colour(place));
    }
  }

  private static void packed(Tile tile, TileColours colours, ByteBuf out) {
    int bits = colours.count() == 2 ? 1 : colours.count() <= 4 ? 2 : 4;
    for (int y = 0; y < tile.height(); y++) {
      int gathered = 0;
      int free = 8;
      for (int x = 0; x < tile.width(); x++) {
        free -= bits;
        gathered |= colours.place(tile.at(x, y)) << free;
        if (free == 0) {
          out.writeByte(gathered);
          gathered = 0;
          free = 8;
        }
      }
      if (free < 8) {
        out.writeByte(gathered);
      }
    }
  }

  private static void paletteRun(int place, int length, ByteBuf out) {
    if (length == 1) {
      out.writeByte(place);
    } else {
      out.writeByte(place | 0x80);
      length(length, out);
    }
  }

  /** Write a length less one, in bytes of which all but the last are 255. */
  private static void length(int length, ByteBuf out) {
    int rest = length - 1;
    while (rest >= 255) {
      out.writeByte(255);
      rest -= 255;
    }
    out.writeByte(rest);
  }

  /** Takes runs of one colour, which go on from one row to the next. */
  @FunctionalInterface
  private interface RunTaker {
    void take(byte colour, int length);
  }

  private static int runs(Tile tile) {
    int[] count = {0};
    eachRun(tile, (_, _) -> count[0]++);
    return count[0];
  }

  private static void eachRun(Tile tile, RunTaker taker) {
    byte colour = tile.at(0, 0);
    int length = 0;
    for (int y = 0; y < tile.height(); y++) {
      for (int x = 0; x < tile.width(); x++) {
        if (tile.at(x, y) != colour) {
          taker.take(colour, length);
          colour = tile.at(x, y);
          length = 0;
        }
        length++;
      }
    }
    taker.take(colour, length);
  }
}
