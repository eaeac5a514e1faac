package io.vmgate.simulator.load;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import org.jspecify.annotations.Nullable;

/** Gives back what it gets; takes no more while the client does not read. */
final class Echo implements StreamEnd {
  private @Nullable ByteStream stream;

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
  }

  @Override
  public void received(ByteBuf bytes) {
    ByteStream open = stream;
    if (open == null) {
      bytes.release();
    } else {
      open.write(bytes);
    }
  }

  @Override
  public void caughtUp() {
    ByteStream open = stream;
    if (open != null) {
      open.flush();
      open.setReading(open.isWritable());
    }
  }

  @Override
  public void writable() {
    ByteStream open = stream;
    if (open != null) {
      open.setReading(true);
    }
  }

  @Override
  public void closed() {
    stream = null;
  }
}
