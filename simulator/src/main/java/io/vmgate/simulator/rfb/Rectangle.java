package io.vmgate.simulator.rfb;

/** A part of the screen; pixels from the upper left corner. */
record Rectangle(int x, int y, int width, int height) {
  boolean isEmpty() {
    return width <= 0 || height <= 0;
  }

  boolean contains(Rectangle other) {
    return other.x >= x
        && other.y >= y
        && other.x + other.width <= x + width
        && other.y + other.height <= y + height;
  }

  /** Give what both have; empty if they do not meet. */
  Rectangle within(Rectangle other) {
    int left = Math.max(x, other.x);
    int top = Math.max(y, other.y);
    return new Rectangle(
        left,
        top,
        Math.max(0, Math.min(x + width, other.x + other.width) - left),
        Math.max(0, Math.min(y + height, other.y + other.height) - top));
  }

  /** Give the smallest rectangle that holds both. */
  Rectangle with(Rectangle other) {
    int left = Math.min(x, other.x);
    int top = Math.min(y, other.y);
    return new Rectangle(
        left,
        top,
        Math.max(x + width, other.x + other.width) - left,
        Math.max(y + height, other.y + other.height) - top);
  }
}
