package io.vmgate.simulator.load;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;

/** Swallows everything and says nothing. */
final class Discard implements StreamEnd {
  @Override
  public void opened(ByteStream stream) {}

  @Override
  public void received(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void closed() {}
}
