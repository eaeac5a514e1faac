package io.vmgate.simulator.rfb;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads rectangles back; written after the protocol's description, not after the encoders. */
final class Decoders {
  private final Map<Integer, Inflater> inflaters = new HashMap<>();

  int[] read(int encoding, RfbViewer.Wire wire, PixelReader format, int width, int height) {
    return switch (encoding) {
      case 0 -> raw(wire, format, width, height);
      case 5 -> hextile(wire, format, width, height);
      case 7 -> tight(wire, format, width, height);
      case 16 -> zrle(wire, format, width, height);
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

  private static int[] hextile(RfbViewer.Wire wire, PixelReader format, int width, int height) {
    int[] pixels = new int[width * height];
    int background = 0;
    int foreground = 0;
    for (int y = 0; y < height; y += 16) {
      for (int x = 0; x < width; x += 16) {
        int w = Math.min(16, width - x);
        int h = Math.min(16, height - y);
        int kind = number(wire, 1);
        if ((kind & 1) != 0) {
          put(pixels, width, x, y, w, h, raw(wire, format, w, h));
          continue;
        }
        background = (kind & 2) != 0 ? format.read(wire) : background;
        foreground = (kind & 4) != 0 ? format.read(wire) : foreground;
        fill(pixels, width, x, y, w, h, background);
        int count = (kind & 8) != 0 ? number(wire, 1) : 0;
        for (int i = 0; i < count; i++) {
          int colour = (kind & 16) != 0 ? format.read(wire) : foreground;
          int at = number(wire, 1);
          int size = number(wire, 1);
          int rw = (size >> 4) + 1;
          int rh = (size & 15) + 1;
          if ((at >> 4) + rw > w || (at & 15) + rh > h) {
            throw new AssertionError("A rectangle leaves its tile");
          }
          fill(pixels, width, x + (at >> 4), y + (at & 15), rw, rh, colour);
        }
      }
    }
    return pixels;
  }

  private int[] zrle(RfbViewer.Wire wire, PixelReader format, int width, int height) {
    byte[] packed = wire.read(number(wire, 4));
    Bytes plain = new Bytes(inflate(16, packed, -1));
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y += 64) {
      for (int x = 0; x < width; x += 64) {
        int w = Math.min(64, width - x);
        int h = Math.min(64, height - y);
        put(pixels, width, x, y, w, h, zrleTile(plain, format, w, h));
      }
    }
    if (!plain.isEmpty()) {
      throw new AssertionError("Bytes are left over");
    }
    return pixels;
  }

  private static int[] zrleTile(Bytes plain, PixelReader format, int w, int h) {
    int[] tile = new int[w * h];
    int kind = number(plain, 1);
    int[] palette = new int[kind >= 130 ? kind - 128 : kind <= 16 ? kind : 0];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = format.readCompact(plain);
    }
    if (kind == 0) {
      for (int i = 0; i < tile.length; i++) {
        tile[i] = format.readCompact(plain);
      }
    } else if (kind == 1) {
      Arrays.fill(tile, palette[0]);
    } else if (kind <= 16) {
      int bits = kind == 2 ? 1 : kind <= 4 ? 2 : 4;
      for (int y = 0; y < h; y++) {
        Bytes row = new Bytes(plain.read((w * bits + 7) / 8));
        int gathered = 0;
        for (int x = 0; x < w; x++) {
          int shift = 8 - bits - x * bits % 8;
          gathered = x * bits % 8 == 0 ? number(row, 1) : gathered;
          tile[y * w + x] = palette[gathered >> shift & (1 << bits) - 1];
        }
      }
    } else if (kind == 128 || kind >= 130) {
      int at = 0;
      while (at < tile.length) {
        int first = kind == 128 ? 0x80 : number(plain, 1);
        int colour = kind == 128 ? format.readCompact(plain) : palette[first & 0x7F];
        int length = first >= 0x80 ? runLength(plain) : 1;
        Arrays.fill(tile, at, at + length, colour);
        at += length;
      }
    } else {
      throw new AssertionError("A tile of kind " + kind);
    }
    return tile;
  }

  private static int runLength(Bytes plain) {
    int length = 1;
    int more;
    do {
      more = number(plain, 1);
      length += more;
    } while (more == 255);
    return length;
  }

  private int[] tight(RfbViewer.Wire wire, PixelReader format, int width, int height) {
    int[] pixels = new int[width * height];
    int control = number(wire, 1);
    if (control == 0x80) {
      Arrays.fill(pixels, format.readTight(wire));
      return pixels;
    }
    int stream = control >> 4 & 3;
    int filter = (control & 0x40) != 0 ? number(wire, 1) : 0;
    if (control > 0x7F || filter > 1) {
      throw new AssertionError("Control %d, filter %d".formatted(control, filter));
    }
    int[] palette = new int[filter == 1 ? number(wire, 1) + 1 : 0];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = format.readTight(wire);
    }
    int rowBytes =
        palette.length == 0
            ? width * format.tightBytes()
            : palette.length == 2 ? (width + 7) / 8 : width;
    Bytes data = new Bytes(tightData(wire, stream, rowBytes * height));
    for (int y = 0; y < height; y++) {
      Bytes row = new Bytes(data.read(rowBytes));
      int gathered = 0;
      for (int x = 0; x < width; x++) {
        if (palette.length == 0) {
          pixels[y * width + x] = format.readTight(row);
        } else if (palette.length == 2) {
          gathered = x % 8 == 0 ? number(row, 1) : gathered;
          pixels[y * width + x] = palette[gathered >> 7 - x % 8 & 1];
        } else {
          pixels[y * width + x] = palette[number(row, 1)];
        }
      }
    }
    return pixels;
  }

  private byte[] tightData(RfbViewer.Wire wire, int stream, int plainBytes) {
    if (plainBytes < 12) {
      return wire.read(plainBytes);
    }
    int length = 0;
    for (int i = 0; i < 3; i++) {
      int part = number(wire, 1);
      length |= (i == 2 ? part : part & 0x7F) << 7 * i;
      if (part < 0x80) {
        break;
      }
    }
    return inflate(100 + stream, wire.read(length), plainBytes);
  }

  private byte[] inflate(int stream, byte[] packed, int expected) {
    Inflater inflater = inflaters.computeIfAbsent(stream, _ -> new Inflater());
    inflater.setInput(packed);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] some = new byte[65_536];
    try {
      int count;
      while ((count = inflater.inflate(some)) > 0) {
        plain.write(some, 0, count);
      }
    } catch (DataFormatException broken) {
      throw new AssertionError(broken);
    }
    if (expected >= 0 && plain.size() != expected) {
      throw new AssertionError("%d bytes instead of %d".formatted(plain.size(), expected));
    }
    return plain.toByteArray();
  }

  int[] part(int[] picture, int stride, int x, int y, int width, int height) {
    int[] part = new int[width * height];
    for (int row = 0; row < height; row++) {
      System.arraycopy(picture, (y + row) * stride + x, part, row * width, width);
    }
    return part;
  }

  private static void put(int[] pixels, int stride, int x, int y, int w, int h, int[] part) {
    for (int row = 0; row < h; row++) {
      System.arraycopy(part, row * w, pixels, (y + row) * stride + x, w);
    }
  }

  private static void fill(int[] pixels, int stride, int x, int y, int w, int h, int colour) {
    for (int row = y; row < y + h; row++) {
      Arrays.fill(pixels, row * stride + x, row * stride + x + w, colour);
    }
  }

  private static int number(RfbViewer.Wire wire, int bytes) {
    int number = 0;
    for (byte digit : wire.read(bytes)) {
      number = number << 8 | digit & 0xFF;
    }
    return number;
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
