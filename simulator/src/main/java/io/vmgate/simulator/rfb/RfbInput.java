package io.vmgate.simulator.rfb;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Gathers a client's bytes until a whole message is there. */
final class RfbInput {
  private @Nullable ByteBuf gathered;

  /** Reads one message if it is whole. */
  @FunctionalInterface
  interface Reader {
    /**
     * Read one message.
     *
     * @return false, with nothing read, if more bytes are needed
     * @throws BadMessageException if it is none
     */
    boolean read(ByteBuf in);
  }

  /** Hand over more bytes and read what is whole. Takes over the buffer. */
  void feed(ByteBuf bytes, Reader reader) {
    ByteBuf rest = gathered;
    gathered = null;
    ByteBuf in;
    if (rest == null) {
      in = bytes;
    } else {
      in = rest.writeBytes(bytes);
      bytes.release();
    }
    try {
      boolean more = true;
      while (more && in.isReadable()) {
        int start = in.readerIndex();
        more = reader.read(in);
        if (!more) {
          in.readerIndex(start);
        }
      }
      if (in.isReadable()) {
        gathered = in.alloc().buffer(Math.max(256, in.readableBytes())).writeBytes(in);
      }
    } finally {
      in.release();
    }
  }

  /** Forget what came; nothing is to be fed afterwards. */
  void close() {
    ByteBuf rest = gathered;
    gathered = null;
    if (rest != null) {
      rest.release();
    }
  }
}
