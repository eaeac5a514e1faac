package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a connection (RFC 6143 §7.1 to §7.3): version 3.8 is offered, 3.3 and 3.7 are
 * taken too; the one security type is None.
 */
final class Handshake {
  private static final String VERSION = "RFB 003.008\n";
  private static final int NONE = 1;

  private enum Step {
    VERSION,
    SECURITY,
    INIT,
    DONE
  }

  private Step step = Step.VERSION;
  private boolean tellsResult;

  /** Write what the server says first. */
  static void begin(ByteBuf out) {
    out.writeCharSequence(VERSION, StandardCharsets.US_ASCII);
  }

  boolean isDone() {
    return step == Step.DONE;
  }

  /**
   * Read one step's answer and write what follows; the server's last words, about the screen, are
   * the caller's.
   *
   * @return false if more bytes are needed
   */
  boolean read(ByteBuf in, ByteBuf out) {
    switch (step) {
      case VERSION -> {
        if (in.readableBytes() < VERSION.length()) {
          return false;
        }
        version(in.readCharSequence(VERSION.length(), StandardCharsets.US_ASCII).toString(), out);
      }
      case SECURITY -> {
        if (in.readUnsignedByte() != NONE) {
          throw new BadMessageException("a security type that was not offered");
        }
        if (tellsResult) {
          out.writeInt(0);
        }
        step = Step.INIT;
      }
      case INIT -> {
        // Whether the screen may be shared; KubeVirt has one client at a time anyway.
        in.skipBytes(1);
        step = Step.DONE;
      }
      case DONE -> throw new IllegalStateException("The handshake is over");
    }
    return true;
  }

  private void version(String said, ByteBuf out) {
    switch (said) {
      case "RFB 003.003\n" -> {
        out.writeInt(NONE);
        step = Step.INIT;
      }
      case "RFB 003.007\n", "RFB 003.008\n" -> {
        out.writeByte(1).writeByte(NONE);
        tellsResult = said.equals(VERSION);
        step = Step.SECURITY;
      }
      default -> throw new BadMessageException("the version " + said.strip());
    }
  }
}
