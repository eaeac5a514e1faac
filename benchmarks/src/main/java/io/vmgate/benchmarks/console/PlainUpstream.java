package io.vmgate.benchmarks.console;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * An upstream of plain TCP, for the peer that knows no other: websockify. It lives in the driver's
 * own process, does no TLS and speaks no RFB, so its figures stand beside no others.
 */
final class PlainUpstream implements Route, AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  private final Map<Mode, Program> programs = new EnumMap<>(Mode.class);
  private final Map<Mode, Integer> ports = new EnumMap<>(Mode.class);
  private final LongAdder fromClients = new LongAdder();
  private final int readBytes;
  private @Nullable Program last;

  PlainUpstream(Path folder, int readBytes) throws IOException {
    this.readBytes = readBytes;
    for (Mode mode : List.of(Mode.STREAM, Mode.DISCARD, Mode.ECHO)) {
      int upstream = LoopbackServer.listen(channel -> serve(mode, channel));
      int port = Program.freePort();
      Program program =
          Program.start(
              "websockify-" + mode.word(),
              folder,
              Map.of(),
              List.of("websockify", "127.0.0.1:" + port, "127.0.0.1:" + upstream));
      program.awaitPort(port);
      programs.put(mode, program);
      ports.put(mode, port);
    }
  }

  private void serve(Mode mode, SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    if (mode == Mode.STREAM) {
      while (true) {
        channel.write(buffer.clear());
      }
    }
    while (channel.read(buffer.clear()) >= 0) {
      fromClients.add(buffer.flip().remaining());
      while (mode == Mode.ECHO && buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /** Bytes that came from clients so far. */
  long bytesFromClients() {
    return fromClients.sum();
  }

  @Override
  public String name() {
    return "websockify";
  }

  /** The process of the way that was opened last. */
  @Override
  public @Nullable Program program() {
    return last;
  }

  @Override
  public ConsoleSocket open(Machine machine, Mode mode) throws IOException {
    last = programs.get(mode);
    return ConsoleSocket.open(
        URI.create("http://127.0.0.1:" + ports.get(mode) + "/"), "binary", null, null, readBytes);
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
  }
}
