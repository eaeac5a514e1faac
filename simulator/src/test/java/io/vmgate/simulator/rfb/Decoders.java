package io.vmgate.simulator.rfb;

/** Reads rectangles back; written after RFC 6143, not after the encoders. */
final class Decoders {
  int[] read(int encoding, RfbViewer.Wire wire, PixelReader format, int width, int height) {
    return switch (encoding) {
      case 0 -> raw(wire, format, width, height);
      default -> throw new AssertionError("Encoding " + encoding);
    };
  }

  private static int[] raw(RfbViewer.Wire wire, PixelReader format, int width, int height) {
    int[] pixels = new int[width * height];
    Bytes all = new Bytes(wire.read(pixels.length * format.bytes()));
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = format.read(all);
    }
    return pixels;
  }

  int[] part(int[] picture, int stride, int x, int y, int width, int height) {
    int[] part = new int[width * height];
    for (int row = 0; row < height; row++) {
      System.arraycopy(picture, (y + row) * stride + x, part, row * width, width);
    }
    return part;
  }

  /** Bytes that are there already. */
  static final class Bytes implements RfbViewer.Wire {
    private final byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean isEmpty() {
      return at == bytes.length;
    }

    @Override
    public byte[] read(int length) {
      byte[] part = new byte[length];
      System.arraycopy(bytes, at, part, 0, length);
      at += length;
      return part;
    }

    @Override
    public void send(byte[] bytes) {
      throw new UnsupportedOperationException();
    }
  }
}
