package io.vmgate.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A wire to the platform that can be cut. */
public final class Wire implements AutoCloseable {
  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /** Lay it to this address. */
  public Wire(String url) throws IOException {
    URI address = URI.create(url);
    this.target = new InetSocketAddress(address.getHost(), address.getPort());
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where its near end is. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Break every connection there is now. */
  public void cut() throws IOException {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(target.getAddress(), target.getPort());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      } catch (IOException closed) {
        // The next one, or the end.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // That is what it is for.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
