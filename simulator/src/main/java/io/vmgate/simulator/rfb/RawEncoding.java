package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/** Pixel by pixel (RFC 6143 §7.7.1). */
final class RawEncoding implements Encoding {
  static final int NUMBER = 0;

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(Tile part, PixelWriter pixels, ByteBuf out) {
    out.ensureWritable(part.pixels() * pixels.bytes());
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        pixels.write(out, part.at(x, y));
      }
    }
  }
}
