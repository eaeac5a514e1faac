package io.vmgate.simulator.rfb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a picture of palette colours as a PNG file (ISO/IEC 15948). */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int BITS = 8;
  private static final int INDEXED = 3;

  private Png() {}

  static byte[] of(byte[] colours, int width, int height) {
    ByteArrayOutputStream file = new ByteArrayOutputStream(16 * 1024);
    file.writeBytes(SIGNATURE);
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) BITS)
            .put((byte) INDEXED)
            .array();
    chunk(file, "IHDR", header, header.length);
    ByteBuffer palette = ByteBuffer.allocate(256 * 3);
    for (int colour = 0; colour < 256; colour++) {
      int rgb = Palette.rgb(colour);
      palette.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
    }
    chunk(file, "PLTE", palette.array(), palette.capacity());
    pixels(file, colours, width, height);
    chunk(file, "IEND", new byte[0], 0);
    return file.toByteArray();
  }

  private static void pixels(ByteArrayOutputStream file, byte[] colours, int width, int height) {
    // Each row begins with its filter; zero means none.
    byte[] rows = new byte[(width + 1) * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(colours, y * width, rows, y * (width + 1) + 1, width);
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(rows);
      deflater.finish();
      byte[] packed = new byte[rows.length + 1024];
      chunk(file, "IDAT", packed, deflater.deflate(packed));
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data, int length) {
    byte[] body = new byte[4 + length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, body, 0, 4);
    System.arraycopy(data, 0, body, 4, length);
    CRC32 check = new CRC32();
    check.update(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    file.writeBytes(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }
}
