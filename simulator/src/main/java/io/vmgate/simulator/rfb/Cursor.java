package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/** The shape of the pointer, for clients that draw it themselves (RFC 6143 §7.8.1). */
final class Cursor {
  private static final String[] ARROW = {
    "#          ",
    "##         ",
    "#.#        ",
    "#..#       ",
    "#...#      ",
    "#....#     ",
    "#.....#    ",
    "#......#   ",
    "#.......#  ",
    "#.....#### ",
    "#..#..#    ",
    "#.# #..#   ",
    "##  #..#   ",
    "#    #..#  ",
    "     #..#  ",
    "      ##   ",
  };
  private static final int WIDTH = ARROW[0].length();

  /** The tip, as the position of the rectangle, and the size. */
  static final Rectangle HOT_SPOT = new Rectangle(0, 0, WIDTH, ARROW.length);

  private Cursor() {}

  static void write(PixelWriter pixels, ByteBuf out) {
    for (String row : ARROW) {
      for (int x = 0; x < WIDTH; x++) {
        pixels.write(out, (byte) (row.charAt(x) == '.' ? Palette.WHITE : Palette.BLACK));
      }
    }
    for (String row : ARROW) {
      for (int x = 0; x < WIDTH; x += 8) {
        int mask = 0;
        for (int bit = 0; bit < 8; bit++) {
          boolean drawn = x + bit < WIDTH && row.charAt(x + bit) != ' ';
          mask = mask << 1 | (drawn ? 1 : 0);
        }
        out.writeByte(mask);
      }
    }
  }
}
