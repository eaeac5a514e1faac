package io.vmgate.relay.rfb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vmgate.relay.ViewerTraffic;

/**
 * Reads every message a viewer sends: drops what must not reach the machine, and tells a person's
 * doings from the viewer's own. Messages are passed on as they arrive; of one that is long, only
 * the head is ever kept here.
 *
 * <p>Messages by RFC 6143 section 7.5 and the registry of its extensions. Whoever meets a message
 * of unknown length has lost the thread, so extensions that add one not listed here are taken out
 * of what the viewer says it can do, and the machine never agrees to them.
 */
public final class ViewerMessages implements ViewerTraffic {
  private static final int SET_PIXEL_FORMAT = 0;
  private static final int SET_ENCODINGS = 2;
  private static final int UPDATE_REQUEST = 3;
  private static final int KEY = 4;
  private static final int POINTER = 5;
  private static final int CUT_TEXT = 6;
  private static final int CONTINUOUS_UPDATES = 150;
  private static final int FENCE = 248;
  private static final int XVP = 250;
  private static final int SET_DESKTOP_SIZE = 251;
  private static final int QEMU = 255;

  private static final int QEMU_KEY = 0;
  private static final int QEMU_AUDIO = 1;
  private static final int AUDIO_FORMAT = 2;

  private static final int GENERAL_INPUT = -305;
  private static final int POWER_CONTROL = -309;
  private static final int MORE_BUTTONS = -316;

  private static final int MOST_HEAD_BYTES = 20;
  private static final int SCREEN_BYTES = 16;
  private static final int MOST_FENCE_BYTES = 64;
  private static final int MOST_ENCODINGS = 1_024;
  private static final int MOST_TEXT_BYTES = 64 * 1024 * 1024;

  private final boolean viewOnly;
  private final byte[] head = new byte[MOST_HEAD_BYTES];
  private int headBytes;
  private long bodyLeft;
  private boolean bodyPasses;
  private int encodingsLeft;
  private byte[] encodings = {};
  private int encodingsKept;
  private boolean activity;

  /**
   * Read a session's messages from its first one after the greeting.
   *
   * @param viewOnly drops keys, pointer, clipboard and changes of the screen's size
   */
  public ViewerMessages(boolean viewOnly) {
    this.viewOnly = viewOnly;
  }

  @Override
  public boolean showedActivity() {
    return activity;
  }

  @Override
  public ByteBuf pass(ByteBuf data, ByteBufAllocator allocator) throws ViewerBrokeException {
    activity = false;
    try (PassedBytes passed = new PassedBytes(data, allocator)) {
      while (data.isReadable()) {
        if (bodyLeft > 0) {
          readBody(data, passed);
        } else if (encodingsLeft > 0) {
          readEncoding(data, passed);
        } else {
          readHead(data, passed);
        }
      }
      return passed.take();
    }
  }

  private void readBody(ByteBuf data, PassedBytes passed) {
    int bytes = (int) Math.min(bodyLeft, data.readableBytes());
    data.skipBytes(bytes);
    if (bodyPasses) {
      passed.addLast(bytes);
    }
    bodyLeft -= bytes;
  }

  private void readHead(ByteBuf data, PassedBytes passed) throws ViewerBrokeException {
    while (data.isReadable()) {
      head[headBytes++] = data.readByte();
      if (headBytes == neededBytes()) {
        headBytes = 0;
        headRead(passed);
        return;
      }
    }
  }

  /** How long the head is, judged by what is known of it; grows while more becomes known. */
  private int neededBytes() throws ViewerBrokeException {
    int type = head[0] & 0xFF;
    return switch (type) {
      case SET_PIXEL_FORMAT -> 20;
      case SET_ENCODINGS -> 4;
      case UPDATE_REQUEST, CONTINUOUS_UPDATES -> 10;
      case KEY, CUT_TEXT, SET_DESKTOP_SIZE -> 8;
      case POINTER -> 6;
      case FENCE -> 9;
      case XVP -> 4;
      case QEMU -> neededBytesOfQemu();
      default -> throw new ViewerBrokeException("RFB message of unknown type " + type);
    };
  }

  private int neededBytesOfQemu() throws ViewerBrokeException {
    if (headBytes < 2) {
      return 2;
    }
    return switch (head[1]) {
      case QEMU_KEY -> 12;
      case QEMU_AUDIO -> headBytes >= 4 && number(2, 2) == AUDIO_FORMAT ? 10 : 4;
      default -> throw new ViewerBrokeException("QEMU message of unknown type " + head[1]);
    };
  }

  private void headRead(PassedBytes passed) throws ViewerBrokeException {
    switch (head[0] & 0xFF) {
      case SET_PIXEL_FORMAT -> pass(passed, 20, true);
      case UPDATE_REQUEST, CONTINUOUS_UPDATES -> pass(passed, 10, true);
      case KEY -> passPersons(passed, 8);
      case POINTER -> passPersons(passed, 6);
      case SET_ENCODINGS -> beginEncodings(passed);
      case CUT_TEXT -> {
        passPersons(passed, 8);
        beginBody(Math.abs((long) (int) number(4, 4)), MOST_TEXT_BYTES, "clipboard text");
      }
      case FENCE -> {
        pass(passed, 9, true);
        beginBody(head[8] & 0xFF, MOST_FENCE_BYTES, "fence");
      }
      case SET_DESKTOP_SIZE -> {
        pass(passed, 8, !viewOnly);
        beginBody((head[6] & 0xFF) * (long) SCREEN_BYTES, Long.MAX_VALUE, "screens");
      }
      case XVP -> pass(passed, 4, false); // shuts machines down, past all permissions
      case QEMU -> qemuRead(passed);
      default ->
          throw new IllegalStateException("its length was known"); // neededBytes() refused it
    }
  }

  private void qemuRead(PassedBytes passed) {
    if (head[1] == QEMU_KEY) {
      passPersons(passed, 12);
    } else {
      pass(passed, number(2, 2) == AUDIO_FORMAT ? 10 : 4, true);
    }
  }

  private void passPersons(PassedBytes passed, int bytes) {
    activity = true;
    pass(passed, bytes, !viewOnly);
  }

  private void pass(PassedBytes passed, int bytes, boolean passes) {
    bodyPasses = passes;
    if (passes) {
      passed.addLast(head, bytes);
    }
  }

  private void beginBody(long bytes, long most, String what) throws ViewerBrokeException {
    if (bytes > most) {
      throw new ViewerBrokeException(what + " of " + bytes + " bytes");
    }
    bodyLeft = bytes;
  }

  private void beginEncodings(PassedBytes passed) throws ViewerBrokeException {
    int count = (int) number(2, 2);
    if (count > MOST_ENCODINGS) {
      throw new ViewerBrokeException(count + " encodings");
    }
    encodingsLeft = count;
    encodings = new byte[count * Integer.BYTES];
    encodingsKept = 0;
    headBytes = 0;
    if (count == 0) {
      endEncodings(passed);
    }
  }

  private void readEncoding(ByteBuf data, PassedBytes passed) {
    head[headBytes++] = data.readByte();
    if (headBytes < Integer.BYTES) {
      return;
    }
    headBytes = 0;
    int encoding = (int) number(0, 4);
    if (encoding != GENERAL_INPUT && encoding != POWER_CONTROL && encoding != MORE_BUTTONS) {
      System.arraycopy(head, 0, encodings, encodingsKept * Integer.BYTES, Integer.BYTES);
      encodingsKept++;
    }
    if (--encodingsLeft == 0) {
      endEncodings(passed);
    }
  }

  private void endEncodings(PassedBytes passed) {
    byte[] start = {SET_ENCODINGS, 0, (byte) (encodingsKept >> Byte.SIZE), (byte) encodingsKept};
    passed.add(start, start.length);
    passed.add(encodings, encodingsKept * Integer.BYTES);
    encodings = new byte[0];
  }

  private long number(int at, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = number << Byte.SIZE | head[at + i] & 0xFF;
    }
    return number;
  }
}
