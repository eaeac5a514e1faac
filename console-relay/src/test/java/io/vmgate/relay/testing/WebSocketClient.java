package io.vmgate.relay.testing;

import io.vmgate.relay.websocket.UpgradeKey;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Asks for web sockets over a plain socket, rightly or wrongly. */
public final class WebSocketClient {
  private WebSocketClient() {}

  /**
   * What a server answers, and the connection.
   *
   * @param head status line and headers
   * @param body what came with a refusal
   * @param end to go on with after 101
   */
  public record Answer(int status, String head, String body, WebSocketEnd end) {}

  /** Ask for a web socket; headers are {@code Name: value}. */
  public static Answer connect(int port, String path, String... headers) throws IOException {
    String key = UpgradeKey.fresh(new Random());
    StringBuilder request =
        new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n")
            .append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
            .append("Sec-WebSocket-Key: " + key + "\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    Answer answer = send(port, request.append("\r\n").toString());
    if (answer.status == 101 && !answer.head.contains(UpgradeKey.answer(key))) {
      throw new AssertionError("not our web socket: " + answer.head);
    }
    return answer;
  }

  /** Send a request as it stands. */
  public static Answer send(int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    String head = readHead(socket);
    int status = Integer.parseInt(head.substring(9, 12));
    String body = "";
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (status != 101 && at >= 0) {
      int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).strip());
      body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }
    return new Answer(status, head, body, new WebSocketEnd(socket, WebSocketFraming.ofClient(5)));
  }

  private static String readHead(Socket socket) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("hung up after: " + head);
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
