package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's view of a screen. A message that the protocol does not allow ends the connection.
 *
 * <p>An update goes out when the client has asked for one, has read what came before and there is
 * something to tell, so a slow client misses steps in between and nothing piles up for it.
 */
public final class RfbServer implements StreamEnd {
  private static final Logger LOG = LoggerFactory.getLogger(RfbServer.class);
  private static final long TICK_MILLIS = 200;
  private static final int LONGEST_CLIP = 1 << 20;
  private static final int SCREEN_BYTES = 16;

  private final Screen screen;
  private final Handshake handshake = new Handshake();
  private final RfbInput input = new RfbInput();
  private final Keyboard keyboard = new Keyboard();
  private @Nullable ByteStream stream;
  private @Nullable Updates updates;
  private @Nullable Future<?> tick;

  public RfbServer(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
    ByteBuf out = opened.buffer(16);
    Handshake.begin(out);
    opened.write(out);
    opened.flush();
  }

  @Override
  public void received(ByteBuf bytes) {
    ByteStream open = stream;
    if (open == null || !open.isOpen()) {
      bytes.release();
      return;
    }
    try {
      input.feed(bytes, in -> read(in, open));
      update();
    } catch (BadMessageException bad) {
      LOG.debug("A client of {} sent {}", screen.name(), bad.getMessage());
      open.cut();
    }
  }

  @Override
  public void writable() {
    update();
  }

  @Override
  public void closed() {
    stream = null;
    input.close();
    Updates ended = updates;
    updates = null;
    if (ended != null) {
      ended.close();
    }
    Future<?> last = tick;
    if (last != null) {
      last.cancel(false);
    }
  }

  private void update() {
    Updates present = updates;
    if (present != null) {
      present.send();
    }
  }

  private boolean read(ByteBuf in, ByteStream open) {
    Updates present = updates;
    if (present != null) {
      return message(in, open, present);
    }
    ByteBuf out = open.buffer(64);
    boolean isAnswered = false;
    try {
      isAnswered = handshake.read(in, out); // throws at what is no handshake
      if (isAnswered && handshake.isDone()) {
        updates = new Updates(screen, open);
        updates.begin(out);
        tick =
            open.loop().scheduleWithFixedDelay(this::tick, 1, TICK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      if (!isAnswered) {
        out.release();
      }
    }
    if (isAnswered) {
      open.write(out);
      open.flush();
    }
    return isAnswered;
  }

  private void tick() {
    screen.advance();
    update();
  }

  private boolean message(ByteBuf in, ByteStream open, Updates present) {
    int type = in.readUnsignedByte();
    return switch (type) {
      case 0 -> {
        if (in.readableBytes() < 19) {
          yield false;
        }
        in.skipBytes(3);
        present.format(PixelFormat.read(in));
        yield true;
      }
      case 2 -> encodings(in, present);
      case 3 -> {
        if (in.readableBytes() < 9) {
          yield false;
        }
        boolean incremental = in.readBoolean();
        present.request(
            incremental,
            new Rectangle(
                in.readUnsignedShort(),
                in.readUnsignedShort(),
                in.readUnsignedShort(),
                in.readUnsignedShort()));
        yield true;
      }
      case 4 -> {
        if (in.readableBytes() < 7) {
          yield false;
        }
        boolean down = in.readBoolean();
        in.skipBytes(2);
        key(down, in.readInt(), open);
        yield true;
      }
      case 5 -> {
        if (in.readableBytes() < 5) {
          yield false;
        }
        int buttons = in.readUnsignedByte();
        screen.point(in.readUnsignedShort(), in.readUnsignedShort(), buttons);
        yield true;
      }
      case 6 -> clip(in);
      case 251 -> desktopSize(in, present);
      default -> throw new BadMessageException("a message of type " + type);
    };
  }

  private static boolean encodings(ByteBuf in, Updates present) {
    if (in.readableBytes() < 3) {
      return false;
    }
    in.skipBytes(1);
    int count = in.readUnsignedShort();
    if (in.readableBytes() < count * 4) {
      return false;
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readInt();
    }
    present.encodings(numbers);
    return true;
  }

  private boolean clip(ByteBuf in) {
    if (in.readableBytes() < 7) {
      return false;
    }
    in.skipBytes(3);
    long length = in.readUnsignedInt();
    if (length > LONGEST_CLIP) {
      throw new BadMessageException("a clipboard of " + length + " bytes");
    }
    if (in.readableBytes() < length) {
      return false;
    }
    screen.clip(in.readCharSequence((int) length, StandardCharsets.ISO_8859_1).toString());
    return true;
  }

  private static boolean desktopSize(ByteBuf in, Updates present) {
    if (in.readableBytes() < 7) {
      return false;
    }
    in.skipBytes(5);
    int screens = in.readUnsignedByte();
    in.skipBytes(1);
    if (in.readableBytes() < screens * SCREEN_BYTES) {
      return false;
    }
    in.skipBytes(screens * SCREEN_BYTES);
    present.refuseSize();
    return true;
  }

  private void key(boolean down, int symbol, ByteStream open) {
    switch (keyboard.press(down, symbol)) {
      case Keyboard.Stroke.Letter(char letter) -> screen.type(letter);
      case Keyboard.Stroke.Copy() -> {
        byte[] text = screen.clip().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf out = open.buffer(8 + text.length);
        out.writeByte(3).writeZero(3).writeInt(text.length).writeBytes(text);
        open.write(out);
        open.flush();
      }
      case Keyboard.Stroke.Nothing() -> {}
    }
  }
}
