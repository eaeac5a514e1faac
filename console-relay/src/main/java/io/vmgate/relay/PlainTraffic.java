package io.vmgate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What a viewer sends where every byte is a person's: serial lines. */
final class PlainTraffic implements ViewerTraffic {
  private final boolean viewOnly;

  PlainTraffic(boolean viewOnly) {
    this.viewOnly = viewOnly;
  }

  @Override
  public ByteBuf pass(ByteBuf data, ByteBufAllocator allocator) {
    if (viewOnly) {
      data.release();
      return Unpooled.EMPTY_BUFFER;
    }
    return data;
  }

  @Override
  public boolean showedActivity() {
    return true;
  }
}
