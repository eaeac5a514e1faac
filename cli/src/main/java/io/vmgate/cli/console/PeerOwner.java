package io.vmgate.cli.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whose program is at the other end of a local connection. A listener on the loopback address is
 * open to everybody on the machine, but a console is its user's alone.
 */
final class PeerOwner {
  /**
   * Linux, proc(5): one line a socket, addresses in hexadecimal, the owner's number behind.
   * Programs that speak both versions of IP stand in the second.
   */
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int OWNER = 7;

  /** Rows of connections that have ended name root, whoever they were of. */
  private static final String ESTABLISHED = "01";

  private PeerOwner() {}

  /** Whether it is this user; true where the system does not tell. */
  static boolean isTrusted(Socket accepted) throws IOException {
    if (!Files.isReadable(SOCKETS.getFirst())) {
      return true;
    }
    List<String> rows = new ArrayList<>();
    for (Path file : SOCKETS) {
      if (Files.isReadable(file)) {
        rows.addAll(Files.readAllLines(file));
      }
    }
    int ours = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return owner(
            rows,
            (InetSocketAddress) accepted.getRemoteSocketAddress(),
            (InetSocketAddress) accepted.getLocalSocketAddress())
        == ours;
  }

  /**
   * The number of the user at the other end.
   *
   * @param rows what proc(5) says of sockets of both versions of IP
   * @param peer the other end
   * @param here this end
   * @return -1 when that end is gone already, or is not of the loopback address
   */
  static int owner(List<String> rows, InetSocketAddress peer, InetSocketAddress here) {
    if (!isLoopback(peer.getAddress()) || !isLoopback(here.getAddress())) {
      return -1;
    }
    return rows.stream()
        .map(row -> row.strip().split("\\s+"))
        .filter(
            fields ->
                fields.length > OWNER
                    && fields[STATE].equals(ESTABLISHED)
                    && is(fields[LOCAL], peer)
                    && is(fields[REMOTE], here))
        .mapToInt(fields -> Integer.parseInt(fields[OWNER]))
        .findFirst()
        .orElse(-1);
  }

  private static boolean isLoopback(InetAddress address) {
    return Arrays.equals(address.getAddress(), LOOPBACK);
  }

  /** In either file: a program that speaks both versions has the address mapped into the second. */
  private static boolean is(String field, InetSocketAddress address) {
    String port = ":%04X".formatted(address.getPort());
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    System.arraycopy(address.getAddress().getAddress(), 0, mapped, 12, LOOPBACK.length);
    return field.equals(words(address.getAddress().getAddress()) + port)
        || field.equals(words(mapped) + port);
  }

  /** The kernel prints every four bytes as one number of the processor's own byte order. */
  private static String words(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    StringBuilder words = new StringBuilder();
    while (bytes.hasRemaining()) {
      words.append("%08X".formatted(bytes.getInt()));
    }
    return words.toString();
  }
}
