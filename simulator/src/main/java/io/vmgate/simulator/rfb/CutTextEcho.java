package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import org.jspecify.annotations.Nullable;

/**
 * Gives every text that the client cuts back as one that the server has cut, byte for byte but for
 * the type; what else the client says is ignored. Follows a handshake.
 */
public final class CutTextEcho implements StreamEnd {
  private static final int CLIENT_CUT_TEXT = 6;
  private static final int SERVER_CUT_TEXT = 3;
  private static final int LONGEST = 1 << 20;

  private final RfbInput input = new RfbInput();
  private @Nullable ByteStream stream;

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
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
    } catch (BadMessageException bad) {
      open.cut();
    }
  }

  private static boolean read(ByteBuf in, ByteStream open) {
    int start = in.readerIndex();
    int type = in.getUnsignedByte(start);
    long length =
        switch (type) {
          case 0 -> 20;
          case 2 ->
              in.readableBytes() < 4 ? Long.MAX_VALUE : 4 + 4L * in.getUnsignedShort(start + 2);
          case 3 -> 10;
          case 4 -> 8;
          case 5 -> 6;
          case CLIENT_CUT_TEXT ->
              in.readableBytes() < 8 ? Long.MAX_VALUE : 8 + in.getUnsignedInt(start + 4);
          default -> throw new BadMessageException("a message of type " + type);
        };
    if (length != Long.MAX_VALUE && length > LONGEST) {
      throw new BadMessageException("a message of " + length + " bytes");
    }
    if (in.readableBytes() < length) {
      return false;
    }
    ByteBuf message = in.readRetainedSlice((int) length);
    if (type == CLIENT_CUT_TEXT) {
      open.write(message.setByte(message.readerIndex(), SERVER_CUT_TEXT));
    } else {
      message.release();
    }
    return true;
  }

  @Override
  public void caughtUp() {
    ByteStream open = stream;
    if (open != null) {
      open.flush();
      open.setReading(open.isWritable());
    }
  }

  @Override
  public void writable() {
    ByteStream open = stream;
    if (open != null) {
      open.setReading(true);
    }
  }

  @Override
  public void closed() {
    stream = null;
    input.close();
  }
}
