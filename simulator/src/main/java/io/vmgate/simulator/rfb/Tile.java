package io.vmgate.simulator.rfb;

/**
 * Some pixels, row after row, inside an array that may hold more.
 *
 * @param stride from one row to the next in the array
 */
record Tile(byte[] colours, int offset, int stride, int width, int height) {
  static Tile of(byte[] colours, int width, int height) {
    return new Tile(colours, 0, width, width, height);
  }

  byte at(int x, int y) {
    return colours[offset + y * stride + x];
  }

  /** Give a part of it, cut off at its borders. */
  Tile part(int x, int y, int size) {
    return new Tile(
        colours,
        offset + y * stride + x,
        stride,
        Math.min(size, width - x),
        Math.min(size, height - y));
  }

  int pixels() {
    return width * height;
  }
}
