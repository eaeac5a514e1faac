import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/**
 * Answers a list of machines, so that the program can be watched at work while its cache is made.
 * Writes its port into the file that is named, and ends when it is ended.
 */
class TrainingServer {
  private static final String MACHINE =
      """
      {"id":"a20a1375-9f2b-4c63-a92e-32ab6e4851cb","name":"web-1","namespace":"shop",
       "status":"running","vCPU":2,"memory":4096,"image":null,"createTime":"2025-08-01 10:30:00",
       "nodeName":"node-a","accessIp":"10.0.0.1",
       "serviceInfo":{"name":"web","type":"NodePort","accessAddr":"10.0.0.2:30080"},
       "extra":{"printableStatus":"Running","labels":{"app":"网站"},"ready":true}}
      """;

  public static void main(String[] arguments) throws IOException {
    String list = String.join(",", Collections.nCopies(40, MACHINE));
    byte[] answer =
        ("{\"code\":200,\"message\":\"success\",\"data\":{\"total\":40,\"pages\":1,\"list\":["
                + list
                + "]}}")
            .getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    Path port = Path.of(arguments[0]);
    Path fresh = port.resolveSibling("port.new");
    Files.writeString(fresh, String.valueOf(server.getAddress().getPort()));
    Files.move(fresh, port);
  }
}
