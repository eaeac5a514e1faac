package io.vmgate.simulator.rfb;

/**
 * The 256 colours of a screen, those of a terminal: sixteen, a cube of six by six by six, greys.
 */
final class Palette {
  static final int BLACK = 0;
  static final int WHITE = 15;
  static final int GREY = 7;
  static final int GREEN = 10;
  static final int YELLOW = 11;
  static final int BLUE = 18;
  static final int ORANGE = 208;
  static final int FIRST_OF_CUBE = 16;
  static final int FIRST_GREY = 232;

  private static final int[] RGB = colours();

  private Palette() {}

  /** Give a colour as 0xRRGGBB. */
  static int rgb(int colour) {
    return RGB[colour];
  }

  private static int[] colours() {
    int[] colours = new int[256];
    for (int i = 0; i < 16; i++) {
      int level = i < 8 ? 0xAA : 0xFF;
      int base = i == 8 ? 0x55 : 0;
      colours[i] =
          rgb(
              (i & 1) != 0 ? level : base,
              (i & 2) != 0 ? level : base,
              (i & 4) != 0 ? level : base);
    }
    for (int i = 0; i < 216; i++) {
      colours[FIRST_OF_CUBE + i] = rgb(i / 36 * 51, i / 6 % 6 * 51, i % 6 * 51);
    }
    for (int i = 0; i < 24; i++) {
      colours[FIRST_GREY + i] = rgb(8 + i * 10, 8 + i * 10, 8 + i * 10);
    }
    return colours;
  }

  private static int rgb(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }
}
