package io.vmgate.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A console that opens, and then neither says nor reads anything. */
final class DumbWire implements AutoCloseable {
  private static final String KEY = "sec-websocket-key: ";

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  DumbWire() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI link() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/ws");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        greet(socket);
        open.add(socket);
      } catch (IOException closed) {
        // The next one, or the end.
      }
    }
  }

  /** RFC 6455, section 4.2.2. */
  private static void greet(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String key = "";
    for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
      if (line.regionMatches(true, 0, KEY, 0, KEY.length())) {
        key = line.substring(KEY.length());
      }
    }
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: binary\r\nSec-WebSocket-Accept: "
            + accepted(key)
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private static String accepted(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException never) {
      throw new AssertionError(never);
    }
  }

  /** Break what is open. */
  void cut() throws IOException {
    for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
