package io.vmgate.simulator.rfb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of RFB 3.8 that keeps the picture as it is told, in 0xRRGGBB. */
public final class RfbViewer {
  private final Wire wire;
  private final PixelReader format = new PixelReader();
  private final Decoders decoders = new Decoders();
  private final List<Integer> seen = new ArrayList<>();
  private String name = "";
  private String clipboard = "";
  private int width;
  private int height;
  private int[] picture = new int[0];
  private long pixelsTold;

  /** The connection; a read waits until all bytes are there. */
  public interface Wire {
    byte[] read(int length);

    void send(byte[] bytes);
  }

  public RfbViewer(Wire wire) {
    this.wire = wire;
  }

  /** Shake hands up to the server's last words. */
  public RfbViewer begin() {
    return begin("RFB 003.008\n");
  }

  public RfbViewer begin(String version) {
    if (!text(wire.read(12)).equals("RFB 003.008\n")) {
      throw new AssertionError("Not version 3.8");
    }
    wire.send(version.getBytes(StandardCharsets.US_ASCII));
    if (version.equals("RFB 003.003\n")) {
      expect(wire.read(4), 0, 0, 0, 1);
    } else {
      expect(wire.read(2), 1, 1);
      wire.send(new byte[] {1});
      if (version.equals("RFB 003.008\n")) {
        expect(wire.read(4), 0, 0, 0, 0);
      }
    }
    wire.send(new byte[] {1});
    ByteBuffer init = ByteBuffer.wrap(wire.read(24));
    resize(init.getShort(), init.getShort());
    format.set(init);
    init.position(20);
    name = text(wire.read(init.getInt()));
    return this;
  }

  private static void expect(byte[] came, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (came[i] != wanted[i]) {
        throw new AssertionError("Byte %d is %d".formatted(i, came[i]));
      }
    }
  }

  public String name() {
    return name;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public int[] picture() {
    return picture.clone();
  }

  public String clipboard() {
    return clipboard;
  }

  /** Give the numbers of the rectangles that came, the oldest first. */
  public List<Integer> seen() {
    return seen;
  }

  public long pixelsTold() {
    return pixelsTold;
  }

  public RfbViewer pixels(
      int bits,
      int depth,
      boolean bigEndian,
      int redMax,
      int greenMax,
      int blueMax,
      int redShift,
      int greenShift,
      int blueShift) {
    ByteBuffer message = ByteBuffer.allocate(20);
    message.putInt(0).put((byte) bits).put((byte) depth);
    message.put((byte) (bigEndian ? 1 : 0)).put((byte) 1);
    message.putShort((short) redMax).putShort((short) greenMax).putShort((short) blueMax);
    message.put((byte) redShift).put((byte) greenShift).put((byte) blueShift);
    format.set(message.duplicate().position(4));
    wire.send(message.array());
    return this;
  }

  public RfbViewer encodings(int... numbers) {
    ByteBuffer message = ByteBuffer.allocate(4 + numbers.length * 4);
    message.put((byte) 2).put((byte) 0).putShort((short) numbers.length);
    for (int number : numbers) {
      message.putInt(number);
    }
    wire.send(message.array());
    return this;
  }

  public RfbViewer request(boolean incremental) {
    return request(incremental, 0, 0, width, height);
  }

  public RfbViewer request(boolean incremental, int x, int y, int w, int h) {
    wire.send(
        ByteBuffer.allocate(10)
            .put((byte) 3)
            .put((byte) (incremental ? 1 : 0))
            .putShort((short) x)
            .putShort((short) y)
            .putShort((short) w)
            .putShort((short) h)
            .array());
    return this;
  }

  public RfbViewer key(boolean down, int symbol) {
    wire.send(
        ByteBuffer.allocate(8)
            .put((byte) 4)
            .put((byte) (down ? 1 : 0))
            .putShort((short) 0)
            .putInt(symbol)
            .array());
    return this;
  }

  public RfbViewer type(String text) {
    text.chars().forEach(letter -> key(true, letter).key(false, letter));
    return this;
  }

  public RfbViewer point(int buttons, int x, int y) {
    wire.send(
        ByteBuffer.allocate(6)
            .put((byte) 5)
            .put((byte) buttons)
            .putShort((short) x)
            .putShort((short) y)
            .array());
    return this;
  }

  public RfbViewer cut(String text) {
    byte[] letters = text.getBytes(StandardCharsets.ISO_8859_1);
    wire.send(
        ByteBuffer.allocate(8 + letters.length)
            .putInt(6 << 24)
            .putInt(letters.length)
            .put(letters)
            .array());
    return this;
  }

  /** Read one message; tells how many rectangles it had, 0 for one of another kind. */
  public int message() {
    int type = wire.read(1)[0];
    if (type == 3) {
      wire.read(3);
      clipboard = new String(wire.read(number(4)), StandardCharsets.ISO_8859_1);
      return 0;
    }
    if (type != 0) {
      throw new AssertionError("A message of type " + type);
    }
    wire.read(1);
    int count = number(2);
    for (int i = 0; i < count; i++) {
      rectangle();
    }
    return count;
  }

  private void rectangle() {
    ByteBuffer head = ByteBuffer.wrap(wire.read(12));
    int x = head.getShort();
    int y = head.getShort();
    int w = head.getShort();
    int h = head.getShort();
    int encoding = head.getInt();
    seen.add(encoding);
    switch (encoding) {
      case 1 -> {
        int fromX = number(2);
        int fromY = number(2);
        int[] copy = decoders.part(picture, width, fromX, fromY, w, h);
        put(x, y, w, h, copy);
      }
      case -223 -> resize(w, h);
      case -308 -> {
        int screens = number(1);
        wire.read(3 + 16 * screens);
        resize(w, h);
      }
      case -239 -> wire.read(w * h * format.bytes() + (w + 7) / 8 * h);
      default -> {
        pixelsTold += (long) w * h;
        put(x, y, w, h, decoders.read(encoding, wire, format, w, h));
      }
    }
  }

  private void put(int x, int y, int w, int h, int[] pixels) {
    for (int row = 0; row < h; row++) {
      System.arraycopy(pixels, row * w, picture, (y + row) * width + x, w);
    }
  }

  private void resize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    picture = new int[width * height];
  }

  private int number(int bytes) {
    int number = 0;
    for (byte digit : wire.read(bytes)) {
      number = number << 8 | digit & 0xFF;
    }
    return number;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
