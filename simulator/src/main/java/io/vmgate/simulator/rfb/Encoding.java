package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/** A way to write the pixels of a rectangle. An instance belongs to one connection. */
interface Encoding {
  /** Give the number on the wire. */
  int number();

  /** Write a part of the picture, without the header of its rectangle. */
  void write(Tile part, PixelWriter pixels, ByteBuf out);

  /** Give back what is held outside the heap. */
  default void close() {}
}
