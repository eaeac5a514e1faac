package io.vmgate.simulator.serial;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One client at a guest's serial line. */
public final class SerialServer implements StreamEnd {
  private final Terminal terminal;
  private @Nullable ByteStream stream;

  public SerialServer(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void opened(ByteStream opened) {
    stream = opened;
  }

  @Override
  public void received(ByteBuf bytes) {
    String typed = bytes.toString(StandardCharsets.ISO_8859_1);
    bytes.release();
    ByteStream open = stream;
    if (open == null) {
      return;
    }
    String answer = terminal.type(typed);
    if (!answer.isEmpty()) {
      ByteBuf out = open.buffer(answer.length());
      out.writeCharSequence(answer, StandardCharsets.ISO_8859_1);
      open.write(out);
      open.flush();
    }
    // Whoever types without reading the echo has to wait.
    open.setReading(open.isWritable());
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
