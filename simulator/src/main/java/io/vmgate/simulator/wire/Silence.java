package io.vmgate.simulator.wire;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;

/** A port where nobody listens and nobody says so: datagrams to it are lost. */
public final class Silence implements StreamEnd {
  @Override
  public void opened(ByteStream stream) {
    KeepAlive.PINGS.begin(stream);
  }

  @Override
  public void received(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void closed() {}
}
