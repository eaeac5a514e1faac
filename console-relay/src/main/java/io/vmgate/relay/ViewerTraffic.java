package io.vmgate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Judges what a viewer sends to the machine. Belongs to one session and one thread at a time. */
public interface ViewerTraffic {
  /**
   * Take bytes and give those that may go on, now or once the rest of a message has come.
   *
   * @param data is taken over, and may be what is given back
   * @return what may go on; can be empty. The caller releases it
   * @throws ViewerBrokeException when the viewer sends what no viewer may send
   */
  ByteBuf pass(ByteBuf data, ByteBufAllocator allocator) throws ViewerBrokeException;

  /** Whether the last bytes showed that a person is there. */
  boolean showedActivity();

  /** Tell that a viewer sent what no viewer may send. */
  final class ViewerBrokeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Say what that was. */
    public ViewerBrokeException(String words) {
      super(words, null, false, false); // expected of hostile viewers: no need for a stack trace
    }
  }
}
