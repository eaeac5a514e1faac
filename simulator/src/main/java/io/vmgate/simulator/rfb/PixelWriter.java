package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;

/** Writes palette colours as a client's pixels; each is worked out once. */
final class PixelWriter {
  private final PixelFormat format;
  private final int[] pixels = new int[256];

  PixelWriter(PixelFormat format) {
    this.format = format;
    for (int colour = 0; colour < pixels.length; colour++) {
      pixels[colour] = format.pixel(Palette.rgb(colour));
    }
  }

  PixelFormat format() {
    return format;
  }

  int bytes() {
    return format.bits() / 8;
  }

  /** Write a whole pixel. */
  void write(ByteBuf out, byte colour) {
    int pixel = pixels[colour & 0xFF];
    switch (format.bits()) {
      case 8 -> out.writeByte(pixel);
      case 16 -> {
        if (format.bigEndian()) {
          out.writeShort(pixel);
        } else {
          out.writeShortLE(pixel);
        }
      }
      default -> {
        if (format.bigEndian()) {
          out.writeInt(pixel);
        } else {
          out.writeIntLE(pixel);
        }
      }
    }
  }

  /** Write a pixel without the byte that carries nothing, as ZRLE wants it. */
  void writeCompact(ByteBuf out, byte colour) {
    if (!format.isCompact()) {
      write(out, colour);
      return;
    }
    int pixel = pixels[colour & 0xFF];
    int three = format.fitsLow() ? pixel : pixel >>> 8;
    if (format.bigEndian()) {
      out.writeMedium(three);
    } else {
      out.writeMediumLE(three);
    }
  }

  /** Write a pixel as red, green and blue where Tight wants it so. */
  void writeTight(ByteBuf out, byte colour) {
    if (format.isTightCompact()) {
      out.writeMedium(Palette.rgb(colour & 0xFF));
    } else {
      write(out, colour);
    }
  }

  int tightBytes() {
    return format.isTightCompact() ? 3 : bytes();
  }
}
