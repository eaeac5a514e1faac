package io.vmgate.relay.rfb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Greets a machine's screen server as its viewer; KubeVirt's asks for no password (security None).
 */
public final class MachineGreeting extends RfbGreeting {
  private static final int SHARED = 1;
  private static final int INIT_BYTES = 24;
  private static final int MOST_REASON_BYTES = 1_024;

  private enum Step {
    VERSION,
    SECURITY,
    RESULT,
    REASON,
    INIT
  }

  private final Consumer<ServerInit> greeted;
  private final Consumer<String> refused;
  private Step step = Step.VERSION;
  private int minor;

  /**
   * Greet.
   *
   * @param greeted is told of the screen, once bytes may flow
   * @param refused is told why not, in words for people
   */
  public MachineGreeting(Consumer<ServerInit> greeted, Consumer<String> refused) {
    this.greeted = greeted;
    this.refused = refused;
  }

  @Override
  boolean step(ChannelHandlerContext context, ByteBuf received) {
    return switch (step) {
      case VERSION -> readVersion(context, received);
      case SECURITY -> readSecurity(context, received);
      case RESULT -> readResult(context, received);
      case REASON -> readReason(received);
      case INIT -> readInit(received);
    };
  }

  private boolean readVersion(ChannelHandlerContext context, ByteBuf received) {
    if (received.readableBytes() < VERSION_BYTES) {
      return false;
    }
    minor = minorVersion(received);
    if (minor < 0) {
      fail("the machine's screen server does not speak RFB 3");
      return false;
    }
    send(context, version(minor));
    step = Step.SECURITY;
    return true;
  }

  private boolean readSecurity(ChannelHandlerContext context, ByteBuf received) {
    return minor == 3 ? readOneType(context, received) : readTypes(context, received);
  }

  private boolean readOneType(ChannelHandlerContext context, ByteBuf received) {
    if (received.readableBytes() < Integer.BYTES) {
      return false;
    }
    int type = received.readInt();
    if (type == 0) {
      step = Step.REASON;
    } else if (type == NO_SECURITY) {
      sendInit(context);
    } else {
      fail("the machine's screen server wants a password");
    }
    return true;
  }

  private boolean readTypes(ChannelHandlerContext context, ByteBuf received) {
    int at = received.readerIndex();
    if (!received.isReadable() || received.readableBytes() <= received.getUnsignedByte(at)) {
      return false;
    }
    int count = received.readUnsignedByte();
    if (count == 0) {
      step = Step.REASON;
      return true;
    }
    boolean isOpen = received.readSlice(count).indexOf(0, count, NO_SECURITY) >= 0;
    if (!isOpen) {
      fail("the machine's screen server wants a password");
      return false;
    }
    send(context, NO_SECURITY);
    if (minor == 7) {
      sendInit(context);
    } else {
      step = Step.RESULT;
    }
    return true;
  }

  private boolean readResult(ChannelHandlerContext context, ByteBuf received) {
    if (received.readableBytes() < Integer.BYTES) {
      return false;
    }
    if (received.readInt() == 0) {
      sendInit(context);
    } else {
      step = Step.REASON;
    }
    return true;
  }

  private void sendInit(ChannelHandlerContext context) {
    send(context, (byte) SHARED);
    step = Step.INIT;
  }

  private boolean readReason(ByteBuf received) {
    int at = received.readerIndex();
    if (received.readableBytes() < Integer.BYTES) {
      return false;
    }
    long bytes = received.getUnsignedInt(at);
    if (bytes <= MOST_REASON_BYTES && received.readableBytes() < Integer.BYTES + bytes) {
      return false;
    }
    received.skipBytes(Integer.BYTES);
    int most = (int) Math.min(bytes, Math.min(MOST_REASON_BYTES, received.readableBytes()));
    fail(received.readCharSequence(most, StandardCharsets.UTF_8).toString());
    return false;
  }

  private boolean readInit(ByteBuf received) {
    int at = received.readerIndex();
    if (received.readableBytes() < INIT_BYTES) {
      return false;
    }
    long nameBytes = received.getUnsignedInt(at + INIT_BYTES - Integer.BYTES);
    if (nameBytes > MOST_REASON_BYTES) {
      fail("the machine's screen has an endless name");
      return false;
    }
    int bytes = INIT_BYTES + (int) nameBytes;
    if (received.readableBytes() < bytes) {
      return false;
    }
    ServerInit init = new ServerInit(ByteBufUtil.getBytes(received, at, bytes));
    received.skipBytes(bytes);
    done();
    greeted.accept(init);
    return false;
  }

  @Override
  void failed(String words) {
    refused.accept(words);
  }
}
