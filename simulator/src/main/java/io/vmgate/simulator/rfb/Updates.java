package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one client has asked for, and what it gets (RFC 6143 §7.6, §7.7). */
final class Updates {
  private static final int COPY = 1;
  private static final int SIZE = -223;
  private static final int CURSOR = -239;
  private static final int EXTENDED_SIZE = -308;

  /** Who asked for a size and how it went, in a rectangle of the extended size. */
  private static final int BY_SERVER = 0;

  private static final int BY_THIS_CLIENT = 1;
  private static final int PROHIBITED = 1;

  private final Screen screen;
  private final ByteStream stream;
  private final Damage damage = new Damage();
  private PixelWriter pixels = new PixelWriter(PixelFormat.OWN);
  private final Encodings known = new Encodings();
  private Encoding encoding = new RawEncoding();
  private int width;
  private int height;
  private boolean copies;
  private boolean sizes;
  private boolean extendedSizes;
  private boolean cursorDue;
  private boolean sizeDue;
  private boolean refusalDue;
  private @Nullable Rectangle requested;

  Updates(Screen screen, ByteStream stream) {
    this.screen = screen;
    this.stream = stream;
  }

  /** Begin to follow the screen and write the server's last words of the handshake. */
  void begin(ByteBuf out) {
    screen.advance();
    screen.withPicture(
        picture -> {
          picture.attach(damage);
          width = picture.width();
          height = picture.height();
          return damage.takeResized();
        });
    byte[] name = screen.name().getBytes(StandardCharsets.UTF_8);
    out.writeShort(width).writeShort(height);
    PixelFormat.OWN.write(out);
    out.writeInt(name.length).writeBytes(name);
  }

  void close() {
    screen.withPicture(
        picture -> {
          picture.detach(damage);
          return picture;
        });
    known.close();
  }

  void format(PixelFormat wanted) {
    pixels = new PixelWriter(wanted);
  }

  /** Take up what the client can do, the encoding it likes best first. */
  void encodings(int[] numbers) {
    Encoding best = null;
    copies = false;
    sizes = false;
    extendedSizes = false;
    sizeDue = false;
    for (int number : numbers) {
      switch (number) {
        case COPY -> copies = true;
        case SIZE -> sizes = true;
        case EXTENDED_SIZE -> {
          extendedSizes = true;
          sizeDue = true;
        }
        case CURSOR -> cursorDue = true;
        default -> best = best == null ? known.find(number) : best;
      }
    }
    encoding = best == null ? new RawEncoding() : best;
  }

  void request(boolean incremental, Rectangle part) {
    Rectangle shown = part.within(new Rectangle(0, 0, width, height));
    if (shown.isEmpty()) {
      return;
    }
    if (!incremental) {
      screen.withPicture(
          picture -> {
            damage.changed(shown.within(picture.bounds()));
            return picture;
          });
    }
    Rectangle earlier = requested;
    requested = earlier == null ? shown : earlier.with(shown);
  }

  /** The client wants another size, which a simulated guest does not give. */
  void refuseSize() {
    refusalDue = extendedSizes;
  }

  private record Part(Rectangle where, byte[] colours) {}

  private record News(boolean resized, Damage.@Nullable Move move, List<Part> parts) {}

  /** Send what there is to tell, if the client waits for it and reads. */
  void send() {
    Rectangle within = requested;
    if (within == null || !stream.isWritable()) {
      return;
    }
    News news = screen.withPicture(picture -> news(picture, within));
    if (news.resized() || sizeDue || refusalDue) {
      // A size goes alone: what else there is has its place on the new screen.
      requested = null;
      ByteBuf out = begin(1);
      size(out);
      stream.write(out);
      stream.flush();
      return;
    }
    int count = news.parts().size() + (news.move() == null ? 0 : 1) + (cursorDue ? 1 : 0);
    if (count == 0) {
      return;
    }
    requested = null;
    ByteBuf head = begin(count);
    if (cursorDue) {
      cursorDue = false;
      header(head, Cursor.HOT_SPOT, CURSOR);
      Cursor.write(pixels, head);
    }
    Damage.Move move = news.move();
    if (move != null) {
      header(head, move.target(), COPY);
      head.writeShort(move.target().x()).writeShort(move.target().y() + move.rows());
    }
    stream.write(head);
    for (Part part : news.parts()) {
      Rectangle where = part.where();
      ByteBuf out = stream.buffer(1024);
      header(out, where, encoding.number());
      encoding.write(Tile.of(part.colours(), where.width(), where.height()), pixels, out);
      stream.write(out);
    }
    stream.flush();
  }

  private News news(Framebuffer picture, Rectangle within) {
    boolean resized = damage.takeResized();
    List<Rectangle> changed = new ArrayList<>();
    if (resized && (picture.width() != width || picture.height() != height)) {
      if (sizes || extendedSizes) {
        width = picture.width();
        height = picture.height();
        return new News(true, null, List.of());
      }
      // This client's screen keeps its size; what the picture no longer covers becomes black.
      margins(picture, changed);
    }
    if (sizeDue || refusalDue) {
      return new News(false, null, List.of());
    }
    Damage.Move move = damage.takeMove(copies, within);
    changed.addAll(damage.takeChanged(within));
    List<Part> parts = new ArrayList<>(changed.size());
    for (Rectangle part : changed) {
      parts.add(new Part(part, picture.copy(part)));
    }
    return new News(false, move, parts);
  }

  private void margins(Framebuffer picture, List<Rectangle> changed) {
    Rectangle right = new Rectangle(picture.width(), 0, width - picture.width(), height);
    Rectangle below =
        new Rectangle(
            0, picture.height(), Math.min(width, picture.width()), height - picture.height());
    for (Rectangle margin : List.of(right, below)) {
      if (!margin.isEmpty()) {
        changed.add(margin);
      }
    }
  }

  private ByteBuf begin(int rectangles) {
    ByteBuf out = stream.buffer(256);
    out.writeByte(0).writeZero(1).writeShort(rectangles);
    return out;
  }

  private void size(ByteBuf out) {
    boolean refused = refusalDue;
    sizeDue = false;
    refusalDue = false;
    if (!extendedSizes) {
      header(out, new Rectangle(0, 0, width, height), SIZE);
      return;
    }
    header(
        out,
        new Rectangle(
            refused ? BY_THIS_CLIENT : BY_SERVER, refused ? PROHIBITED : 0, width, height),
        EXTENDED_SIZE);
    out.writeByte(1).writeZero(3);
    out.writeInt(0).writeShort(0).writeShort(0).writeShort(width).writeShort(height).writeInt(0);
  }

  private static void header(ByteBuf out, Rectangle where, int number) {
    out.writeShort(where.x()).writeShort(where.y());
    out.writeShort(where.width()).writeShort(where.height()).writeInt(number);
  }
}
