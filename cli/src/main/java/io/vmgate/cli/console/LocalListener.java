package io.vmgate.cli.console;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port of the loopback address; whatever connects to it is handed on. */
final class LocalListener implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Session session;
  private final ServerSocket server;

  /** Deals with one connection, and closes it. */
  interface Guest {
    void serve(Socket socket) throws IOException;
  }

  private LocalListener(Session session, ServerSocket server) {
    this.session = session;
    this.server = server;
  }

  /** Listen; port 0 takes any that is free. */
  static LocalListener on(int port, Session session) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
      return new LocalListener(session, server);
    } catch (IOException taken) {
      throw new Refusal(ExitCode.CONFLICT, session.texts().of("viewer.portTaken", port));
    }
  }

  String host() {
    return "127.0.0.1";
  }

  int port() {
    return server.getLocalPort();
  }

  /** Serve everybody who comes, each for themselves, until this is closed. */
  void serve(Guest guest) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, guest));
      } catch (IOException closed) {
        session.trace().note(String.valueOf(closed.getMessage()));
      }
    }
  }

  private void serve(Socket socket, Guest guest) {
    try (socket) {
      if (PeerOwner.isTrusted(socket)) {
        socket.setTcpNoDelay(true);
        guest.serve(socket);
      } else {
        tell(session.texts().of("viewer.foreign"));
      }
    } catch (IOException gone) {
      session.trace().note(String.valueOf(gone.getMessage()));
    }
  }

  /** Show what a person should know; many connections may have something to say. */
  void tell(String words) {
    synchronized (session) {
      session.err().println("vm: " + words);
      session.err().flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
