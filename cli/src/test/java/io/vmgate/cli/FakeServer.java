package io.vmgate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmgate.cli.session.ConnectionOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Language;
import io.vmgate.cli.terminal.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers what a test wants it to, for what the real one does only on bad days. */
public final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** A call as it came. */
  public record Call(String line, String key, String body, String authorization) {}

  /** Says what is answered. */
  public interface Answers {
    /** The {@code data} of the answer; null loses the answer. */
    Reply to(Call call, int number);
  }

  /** An answer; {@code text} is the whole body, none when the connection is to break. */
  public record Reply(int status, String text, String retryAfter) {
    /** Success. */
    public static Reply ok(String data) {
      return new Reply(200, "{\"code\":200,\"message\":\"success\",\"data\":" + data + "}", "");
    }

    /** A refusal. */
    public static Reply error(int code, String retryAfter) {
      return new Reply(
          code / 100, "{\"code\":" + code + ",\"message\":\"no\",\"data\":null}", retryAfter);
    }

    /** The answer gets lost. */
    public static Reply lost() {
      return new Reply(0, "", "");
    }
  }

  /** Answer so, until closed. */
  public FakeServer(Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  private synchronized void answer(HttpExchange exchange, Answers answers) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    Call call =
        new Call(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            key == null ? "" : key,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    calls.add(call);
    Reply reply = answers.to(call, calls.size());
    if (reply.status() != 0) {
      byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("ETag", "\"" + calls.size() + "\"");
      if (!reply.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
      }
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** What came so far. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** A shell that is signed in here. */
  public Shell shell() {
    return Shell.in(java.nio.file.Path.of("target"))
        .with("VM_SERVER", "http://127.0.0.1:" + server.getAddress().getPort())
        .with("VM_TOKEN", "any");
  }

  /** What a command that is run here works with. */
  public Session session() {
    return new Session(
        shell().surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream()),
        Language.ENGLISH,
        new Texts(Language.ENGLISH),
        new ConnectionOptions());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
