package io.vmgate.relay.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Carries a stream of bytes in binary web socket messages, once the handshake is done.
 *
 * <p>Inbound, the payload of data frames is handed on as it arrives: a frame is never collected, so
 * its size costs no memory, and where messages begin and end is lost, which means nothing to a
 * console. Pings are answered here, the last one if there are many; everything else is a {@link
 * SocketEvent}. Outbound, a buffer becomes a message; the writer gives it away, since it is masked
 * in place.
 */
public final class WebSocketFraming extends ChannelDuplexHandler {
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int SHORT_FOLLOWS = 126;
  private static final int LONG_FOLLOWS = 127;
  private static final int MOST_HEADER_BYTES = 14;
  private static final int MOST_CONTROL_BYTES = 125;

  /** To copy so little is cheaper than to have two buffers on their way. */
  private static final int SMALL_BYTES = 512;

  private final boolean isServer;
  private final SplittableRandom masks;

  private final byte[] header = new byte[MOST_HEADER_BYTES];
  private int headerBytes;
  private boolean inPayload;
  private int opcode;
  private boolean isMasked;
  private int mask;
  private long payloadBytes;
  private long payloadSeen;
  private byte[] control = {};

  /** The last ping that is still to be answered. */
  private byte @Nullable [] pinged;

  private boolean inMessage;
  private boolean deaf;
  private int faultCode = CloseFrame.PROTOCOL_ERROR;
  private boolean closeSent;

  private WebSocketFraming(boolean isServer, SplittableRandom masks) {
    this.isServer = isServer;
    this.masks = masks;
  }

  /** The end that accepted the connection: what arrives is masked, what is sent is not. */
  public static WebSocketFraming ofServer() {
    return new WebSocketFraming(true, new SplittableRandom(0));
  }

  /**
   * The end that opened the connection: what is sent is masked.
   *
   * @param seed of the masks. They keep caches between the two ends from being fed with chosen
   *     bytes; within TLS there are none.
   */
  public static WebSocketFraming ofClient(long seed) {
    return new WebSocketFraming(false, new SplittableRandom(seed));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf data)) {
      context.fireChannelRead(message);
      return;
    }
    try {
      while (data.isReadable() && !deaf) {
        if (inPayload) {
          readPayload(context, data);
        } else {
          readHeader(context, data);
        }
      }
    } finally {
      data.release();
    }
  }

  private void readHeader(ChannelHandlerContext context, ByteBuf data) {
    header[headerBytes++] = data.readByte();
    if (headerBytes < 2 || headerBytes < neededHeader()) {
      return;
    }
    headerBytes = 0;
    int first = header[0];
    opcode = first & 0x0F;
    isMasked = (header[1] & MASKED) != 0;
    int length = header[1] & LENGTH;
    int at = 2;
    payloadBytes = length;
    if (length == SHORT_FOLLOWS) {
      payloadBytes = number(at, Short.BYTES);
      at += Short.BYTES;
    } else if (length == LONG_FOLLOWS) {
      payloadBytes = number(at, Long.BYTES);
      at += Long.BYTES;
    }
    mask = isMasked ? (int) number(at, Integer.BYTES) : 0;
    payloadSeen = 0;
    String fault = faultOf(first);
    if (fault != null) {
      broken(context, new CloseFrame(CloseFrame.PROTOCOL_ERROR, fault));
    } else if (opcode == TEXT && isServer) {
      broken(context, new CloseFrame(CloseFrame.UNSUPPORTED_DATA, "binary messages only"));
    } else {
      beginPayload(context, (first & FINAL) != 0);
    }
  }

  private int neededHeader() {
    int length = header[1] & LENGTH;
    int extended = length == SHORT_FOLLOWS ? Short.BYTES : length == LONG_FOLLOWS ? Long.BYTES : 0;
    return 2 + extended + ((header[1] & MASKED) != 0 ? Integer.BYTES : 0);
  }

  private long number(int at, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = number << Byte.SIZE | header[at + i] & 0xFF;
    }
    return number;
  }

  private @Nullable String faultOf(int first) {
    if ((first & RESERVED) != 0) {
      return "no extension was agreed upon";
    }
    if (isMasked != isServer) {
      return isServer ? "frames of a client must be masked" : "frames of a server are not masked";
    }
    if (payloadBytes < 0) {
      return "a frame has no negative length";
    }
    return switch (opcode) {
      case CONTINUATION -> inMessage ? null : "there is no message to continue";
      case TEXT, BINARY -> inMessage ? "the last message was not finished" : null;
      case CLOSE, PING, PONG ->
          (first & FINAL) == 0 || payloadBytes > MOST_CONTROL_BYTES
              ? "control frames are short and whole"
              : null;
      default -> "no such kind of frame: " + opcode;
    };
  }

  private void beginPayload(ChannelHandlerContext context, boolean isFinal) {
    if (opcode >= CLOSE) {
      control = new byte[(int) payloadBytes];
    } else {
      inMessage = !isFinal;
    }
    inPayload = true;
    if (payloadBytes == 0) {
      endPayload(context);
    }
  }

  private void readPayload(ChannelHandlerContext context, ByteBuf data) {
    int bytes = (int) Math.min(payloadBytes - payloadSeen, data.readableBytes());
    ByteBuf part = data.readSlice(bytes);
    Masking.apply(part, mask, (int) (payloadSeen & 3));
    if (opcode >= CLOSE) {
      part.readBytes(control, (int) payloadSeen, bytes);
    }
    payloadSeen += bytes;
    if (opcode < CLOSE) {
      context.fireChannelRead(part.retain());
    }
    if (payloadSeen == payloadBytes) {
      endPayload(context);
    }
  }

  private void endPayload(ChannelHandlerContext context) {
    inPayload = false;
    switch (opcode) {
      case PING -> pinged = control;
      case PONG -> context.fireUserEventTriggered(new SocketEvent.Pong(pingId()));
      case CLOSE -> closed(context);
      default -> {} // the bytes are on their way already
    }
  }

  private @Nullable Long pingId() {
    return control.length == Long.BYTES ? Unpooled.wrappedBuffer(control).readLong() : null;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    answerPing(context);
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    answerPing(context);
    context.fireChannelWritabilityChanged();
  }

  /**
   * Answer the last ping once the other end takes more. Who asks and does not read would otherwise
   * fill the memory with answers; the others need none (RFC 6455 section 5.5.3).
   */
  private void answerPing(ChannelHandlerContext context) {
    if (pinged == null || closeSent || !context.channel().isWritable()) {
      return;
    }
    ByteBuf payload = context.alloc().buffer(pinged.length).writeBytes(pinged);
    pinged = null; // first: what is written may change whether there is room for more
    context.writeAndFlush(frame(context, PONG, payload));
  }

  private void closed(ChannelHandlerContext context) {
    deaf = true;
    CloseFrame frame = CloseFrame.read(Unpooled.wrappedBuffer(control));
    if (!closeSent) {
      context.writeAndFlush(closeFrame(context, frame.answer()));
    }
    context.fireUserEventTriggered(new SocketEvent.Closed(frame));
  }

  private void broken(ChannelHandlerContext context, CloseFrame answer) {
    deaf = true;
    faultCode = answer.code();
    context.fireUserEventTriggered(new SocketEvent.Broken(answer));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (closeSent) {
      ReferenceCountUtil.release(message);
      if (!promise.isVoid()) {
        promise.tryFailure(new ClosedChannelException());
      }
      return;
    }
    switch (message) {
      case ByteBuf data when !data.isReadable() -> context.write(data, promise);
      case ByteBuf data when data.readableBytes() <= SMALL_BYTES ->
          context.write(frame(context, BINARY, data), promise);
      case ByteBuf data -> {
        context.write(head(context, BINARY, data));
        context.write(data, promise);
      }
      case Ping(var id) ->
          context.write(
              frame(context, PING, context.alloc().buffer(Long.BYTES).writeLong(id)), promise);
      case CloseFrame close -> context.write(closeFrame(context, close), promise);
      default -> context.write(message, promise);
    }
  }

  private ByteBuf closeFrame(ChannelHandlerContext context, CloseFrame close) {
    closeSent = true;
    if (close.code() == CloseFrame.PROTOCOL_ERROR) {
      close = new CloseFrame(faultCode, close.words()); // which kind of error is known here alone
    }
    ByteBuf payload = context.alloc().buffer(MOST_CONTROL_BYTES);
    close.writeTo(payload);
    return frame(context, CLOSE, payload);
  }

  private ByteBuf frame(ChannelHandlerContext context, int kind, ByteBuf payload) {
    try {
      ByteBuf frame = head(context, kind, payload);
      return frame.writeBytes(payload);
    } finally {
      payload.release();
    }
  }

  /** The header of a frame; masks the payload if that must be. */
  private ByteBuf head(ChannelHandlerContext context, int kind, ByteBuf payload) {
    int bytes = payload.readableBytes();
    int masked = isServer ? 0 : MASKED;
    ByteBuf head =
        context
            .alloc()
            .buffer(MOST_HEADER_BYTES + (bytes <= SMALL_BYTES ? bytes : 0))
            .writeByte(FINAL | kind);
    if (bytes < SHORT_FOLLOWS) {
      head.writeByte(masked | bytes);
    } else if (bytes <= 0xFFFF) {
      head.writeByte(masked | SHORT_FOLLOWS).writeShort(bytes);
    } else {
      head.writeByte(masked | LONG_FOLLOWS).writeLong(bytes);
    }
    if (!isServer) {
      int key = masks.nextInt();
      head.writeInt(key);
      Masking.apply(payload, key, 0);
    }
    return head;
  }
}
