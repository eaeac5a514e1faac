package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Shakes hands as a screen does and leaves what follows to another end. */
public final class RfbLead implements StreamEnd {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;

  private final String name;
  private final StreamEnd next;
  private final Handshake handshake = new Handshake();
  private final RfbInput input = new RfbInput();
  private @Nullable ByteStream stream;

  public RfbLead(String name, StreamEnd next) {
    this.name = name;
    this.next = next;
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
    if (handshake.isDone()) {
      next.received(bytes);
    } else if (open == null || !open.isOpen()) {
      bytes.release();
    } else {
      try {
        input.feed(bytes, in -> read(in, open));
      } catch (BadMessageException bad) {
        open.cut();
      }
    }
  }

  private boolean read(ByteBuf in, ByteStream open) {
    if (handshake.isDone()) {
      // What came together with the last step of the handshake.
      next.received(in.readBytes(in.readableBytes()));
      return true;
    }
    ByteBuf out = open.buffer(64);
    if (!handshake.read(in, out)) {
      out.release();
      return false;
    }
    if (handshake.isDone()) {
      byte[] words = name.getBytes(StandardCharsets.UTF_8);
      out.writeShort(WIDTH).writeShort(HEIGHT);
      PixelFormat.OWN.write(out);
      out.writeInt(words.length).writeBytes(words);
    }
    open.write(out);
    open.flush();
    if (handshake.isDone()) {
      next.opened(open);
    }
    return true;
  }

  @Override
  public void caughtUp() {
    if (handshake.isDone()) {
      next.caughtUp();
    }
  }

  @Override
  public void writable() {
    if (handshake.isDone()) {
      next.writable();
    }
  }

  @Override
  public void closed() {
    stream = null;
    input.close();
    next.closed();
  }
}
