package io.vmgate.cli.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

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

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int OWNER = 7;
  private static final int ROOT = 0;

  private PeerOwner() {}

  /** Whether it is this user, or root; true where the system does not tell. */
  static boolean isTrusted(Socket accepted) throws IOException {
    if (!Files.isReadable(SOCKETS.getFirst())) {
      return true;
    }
    int ours = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    int theirs = owner(accepted);
    return theirs == ours || theirs == ROOT;
  }

  /** The number of the user at the other end; -1 when that end is gone already. */
  private static int owner(Socket accepted) throws IOException {
    String peer = suffix((InetSocketAddress) accepted.getRemoteSocketAddress());
    String here = suffix((InetSocketAddress) accepted.getLocalSocketAddress());
    for (Path file : SOCKETS) {
      if (Files.isReadable(file)) {
        OptionalInt owner = owner(file, peer, here);
        if (owner.isPresent()) {
          return owner.getAsInt();
        }
      }
    }
    return -1;
  }

  private static OptionalInt owner(Path file, String peer, String here) throws IOException {
    try (Stream<String> sockets = Files.lines(file)) {
      return sockets
          .map(line -> line.strip().split("\\s+"))
          .filter(
              fields ->
                  fields.length > OWNER
                      && fields[LOCAL].endsWith(peer)
                      && fields[REMOTE].endsWith(here))
          .mapToInt(fields -> Integer.parseInt(fields[OWNER]))
          .findFirst();
    }
  }

  private static String suffix(InetSocketAddress address) {
    return ":" + "%04X".formatted(address.getPort()).toUpperCase(Locale.ROOT);
  }
}
