package io.vmgate.relay.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Say that a web socket ends.
 *
 * @param code RFC 6455 section 7.4, or 4000–4999 for our own
 * @param words for people; cut to what a frame can hold
 */
public record CloseFrame(int code, String words) {
  public static final int NORMAL = 1000;
  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;
  public static final int UNSUPPORTED_DATA = 1003;

  /** What stands for a frame without a code; never sent (RFC 6455 section 7.4.1). */
  public static final int NO_CODE = 1005;

  private static final int MOST_WORDS_BYTES = 123;

  public CloseFrame {
    words = cut(words);
  }

  /** What to answer it with: the same code, if it is one that may be sent. */
  CloseFrame answer() {
    boolean mayBeSent =
        code >= NORMAL && code < 1004 || code >= 1007 && code < 1015 || code >= 3000;
    return new CloseFrame(mayBeSent || code == NO_CODE ? code : PROTOCOL_ERROR, "");
  }

  void writeTo(ByteBuf payload) {
    if (code != NO_CODE) {
      payload.writeShort(code);
      ByteBufUtil.writeUtf8(payload, words);
    }
  }

  /** Read a frame's payload, as forgivingly as can be: the connection ends anyway. */
  static CloseFrame read(ByteBuf payload) {
    if (payload.readableBytes() < Short.BYTES) {
      return new CloseFrame(NO_CODE, "");
    }
    int code = payload.readUnsignedShort();
    return new CloseFrame(code, payload.toString(StandardCharsets.UTF_8));
  }

  private static String cut(String words) {
    int end = words.length();
    while (ByteBufUtil.utf8Bytes(words, 0, end) > MOST_WORDS_BYTES) {
      end = words.offsetByCodePoints(end, -1);
    }
    return words.substring(0, end);
  }
}
