package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/** Tiles of 16 by 16: a background and rectangles on it, or raw pixels (RFC 6143 §7.7.4). */
final class HextileEncoding implements Encoding {
  static final int NUMBER = 5;
  private static final int TILE = 16;
  private static final int RAW = 1;
  private static final int BACKGROUND = 2;
  private static final int FOREGROUND = 4;
  private static final int RECTANGLES = 8;
  private static final int COLOURED = 16;
  private static final int MOST_RECTANGLES = 255;

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(Tile part, PixelWriter pixels, ByteBuf out) {
    for (int y = 0; y < part.height(); y += TILE) {
      for (int x = 0; x < part.width(); x += TILE) {
        tile(part.part(x, y, TILE), pixels, out);
      }
    }
  }

  private static void tile(Tile tile, PixelWriter pixels, ByteBuf out) {
    TileColours colours = TileColours.of(tile, 2);
    int start = out.writerIndex();
    if (colours.isOver()) {
      out.writeByte(BACKGROUND | RECTANGLES | COLOURED);
      pixels.write(out, tile.at(0, 0));
    } else if (colours.count() == 1) {
      out.writeByte(BACKGROUND);
      pixels.write(out, colours.colour(0));
      return;
    } else {
      out.writeByte(BACKGROUND | FOREGROUND | RECTANGLES);
      pixels.write(out, colours.colour(0));
      pixels.write(out, colours.colour(1));
    }
    int longest = 1 + tile.pixels() * pixels.bytes();
    if (!rectangles(tile, colours.isOver(), pixels, out, start + longest)) {
      out.writerIndex(start);
      out.writeByte(RAW);
      raw(tile, pixels, out);
    }
  }

  /** Cover what is not background; false if that would be longer than raw pixels. */
  private static boolean rectangles(
      Tile tile, boolean coloured, PixelWriter pixels, ByteBuf out, int end) {
    byte background = tile.at(0, 0);
    boolean[] covered = new boolean[TILE * TILE];
    int countAt = out.writerIndex();
    out.writeByte(0);
    int count = 0;
    for (int y = 0; y < tile.height(); y++) {
      for (int x = 0; x < tile.width(); x++) {
        byte colour = tile.at(x, y);
        if (colour == background || covered[y * TILE + x]) {
          continue;
        }
        int width = run(tile, covered, x, y, colour);
        int height = rows(tile, covered, x, y, width, colour);
        for (int row = y; row < y + height; row++) {
          java.util.Arrays.fill(covered, row * TILE + x, row * TILE + x + width, true);
        }
        if (coloured) {
          pixels.write(out, colour);
        }
        out.writeByte(x << 4 | y).writeByte((width - 1) << 4 | (height - 1));
        count++;
        if (count > MOST_RECTANGLES || out.writerIndex() > end) {
          return false;
        }
      }
    }
    out.setByte(countAt, count);
    return true;
  }

  private static int run(Tile tile, boolean[] covered, int x, int y, byte colour) {
    int width = 1;
    while (x + width < tile.width()
        && tile.at(x + width, y) == colour
        && !covered[y * TILE + x + width]) {
      width++;
    }
    return width;
  }

  private static int rows(Tile tile, boolean[] covered, int x, int y, int width, byte colour) {
    int height = 1;
    while (y + height < tile.height()) {
      for (int column = x; column < x + width; column++) {
        if (tile.at(column, y + height) != colour || covered[(y + height) * TILE + column]) {
          return height;
        }
      }
      height++;
    }
    return height;
  }

  private static void raw(Tile tile, PixelWriter pixels, ByteBuf out) {
    for (int y = 0; y < tile.height(); y++) {
      for (int x = 0; x < tile.width(); x++) {
        pixels.write(out, tile.at(x, y));
      }
    }
  }
}
