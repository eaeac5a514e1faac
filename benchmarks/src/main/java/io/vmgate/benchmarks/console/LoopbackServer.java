package io.vmgate.benchmarks.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Takes TCP connections on the loopback address until the program ends. */
final class LoopbackServer {
  private LoopbackServer() {}

  /** Serves one connection on a thread of its own; the connection ends when this does. */
  @FunctionalInterface
  interface Service {
    void serve(SocketChannel channel) throws IOException;
  }

  /** Listen, and answer at which port. */
  static int listen(Service service) throws IOException {
    ServerSocketChannel server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform().daemon().start(() -> accept(server, service));
    return server.socket().getLocalPort();
  }

  private static void accept(ServerSocketChannel server, Service service) {
    try {
      while (true) {
        SocketChannel accepted = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(accepted, service));
      }
    } catch (IOException ended) {
      System.err.println("the plain upstream ended: " + ended.getMessage());
    }
  }

  private static void serve(SocketChannel accepted, Service service) {
    try (accepted) {
      service.serve(accepted);
    } catch (IOException left) {
      // the client has left, as clients do
    }
  }
}
