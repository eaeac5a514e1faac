package io.vmgate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What a viewer sends on a channel of SPICE, all of which may go on. A person's doings are on one
 * kind of channel alone: on the others clients talk by themselves, as long as anything is shown.
 * Which kind it is stands in the first message (SPICE protocol: SpiceLinkMess).
 */
final class SpiceTraffic implements ViewerTraffic {
  private static final String MAGIC = "REDQ";

  /** Behind magic, two version numbers, a size and a connection id, of 4 bytes each. */
  private static final int CHANNEL_TYPE_AT = 20;

  private static final int INPUTS = 3;

  private int seen;
  private boolean isSpice = true;
  private boolean isInputs;

  @Override
  public ByteBuf pass(ByteBuf data, ByteBufAllocator allocator) {
    for (int at = data.readerIndex(); at < data.writerIndex() && seen <= CHANNEL_TYPE_AT; at++) {
      look(data.getByte(at));
    }
    return data;
  }

  private void look(byte next) {
    if (seen < MAGIC.length()) {
      isSpice &= next == MAGIC.charAt(seen);
    } else if (seen == CHANNEL_TYPE_AT) {
      isInputs = isSpice && next == INPUTS;
    }
    seen++;
  }

  @Override
  public boolean showedActivity() {
    return isInputs;
  }
}
