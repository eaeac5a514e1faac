package io.vmgate.relay.rfb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * Exchanges the first messages of RFB on one side, a step at a time as bytes arrive. Bytes that
 * come after them stay here until they are taken.
 */
abstract class RfbGreeting extends ChannelInboundHandlerAdapter {
  static final int VERSION_BYTES = 12;
  static final byte NO_SECURITY = 1;
  private static final int MOST_BYTES = 128 * 1024;

  private final ByteBuf received = Unpooled.buffer();
  private boolean done;
  private boolean broken;

  /** Take one step if enough has arrived; answers whether it has. */
  abstract boolean step(ChannelHandlerContext context, ByteBuf received);

  /** The other end said what it must not. */
  abstract void failed(String words);

  final void done() {
    done = true;
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    try {
      if (broken) {
        return; // nobody will ever ask for it
      }
      if (!done && received.readableBytes() + data.readableBytes() > MOST_BYTES) {
        fail("more than a greeting");
        return;
      }
      received.writeBytes(data);
    } finally {
      data.release();
    }
    while (!done && step(context, received)) {
      // each step reads what it needs
    }
  }

  @Override
  public final void handlerRemoved(ChannelHandlerContext context) {
    if (received.isReadable() && context.channel().isActive()) {
      context.fireChannelRead(received);
      context.fireChannelReadComplete();
    } else {
      received.release();
    }
  }

  final void fail(String words) {
    if (!done) {
      done = true;
      broken = true;
      received.clear();
      failed(words);
    }
  }

  static void send(ChannelHandlerContext context, byte... bytes) {
    context.writeAndFlush(context.alloc().buffer(bytes.length).writeBytes(bytes));
  }

  static byte[] version(int minor) {
    return "RFB 003.%03d\n".formatted(minor).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Read a protocol version.
   *
   * @return the minor version that is meant: 3, 7 or 8; −1 for what is no version 3
   */
  static int minorVersion(ByteBuf received) {
    byte[] line = ByteBufUtil.getBytes(received, received.readerIndex(), VERSION_BYTES);
    received.skipBytes(VERSION_BYTES);
    String text = new String(line, StandardCharsets.US_ASCII);
    if (!text.matches("RFB 003\\.\\d{3}\n")) {
      return -1;
    }
    int minor = Integer.parseInt(text.substring(8, 11));
    // RFC 6143 section 7.1.1: other numbers are to be taken for 3.3; some servers say 889.
    return minor == 7 ? 7 : minor >= 8 ? 8 : 3;
  }
}
