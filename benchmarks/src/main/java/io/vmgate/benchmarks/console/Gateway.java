package io.vmgate.benchmarks.console;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The platform, as an operator would run it, on a database of its own. */
final class Gateway implements Route, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PASSWORD = "only-for-measuring-0";

  private final EmbeddedPostgres database;
  private final Program program;
  private final URI url;
  private final int readBytes;
  private final HttpClient client = HttpClient.newHttpClient();
  private String token = "";

  private Gateway(EmbeddedPostgres database, Program program, URI url, int readBytes) {
    this.database = database;
    this.program = program;
    this.url = url;
    this.readBytes = readBytes;
  }

  /**
   * Start it.
   *
   * @param libraries the folder of the platform's jars
   * @param options of its Java, besides those that the launcher sets
   */
  static Gateway start(
      Path folder, Path libraries, List<String> options, Cluster cluster, int readBytes)
      throws IOException, SQLException, InterruptedException {
    EmbeddedPostgres database = EmbeddedPostgres.start();
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE vmgate LOGIN PASSWORD '" + PASSWORD + "'");
      statement.execute("CREATE DATABASE vmgate OWNER vmgate");
    }
    Path tenants = folder.resolve("tenants.json");
    Files.writeString(tenants, tenants(cluster.namespaces()));
    int port = Program.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.java(),
                "-XX:MaxRAMPercentage=50",
                "-XX:NativeMemoryTracking=summary",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", libraries + "/*", "io.vmgate.bootstrap.Application"));
    Program program =
        Program.start(
            "gateway",
            folder,
            Map.of(
                "VMGATE_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/vmgate",
                "VMGATE_DATABASE_PASSWORD",
                PASSWORD,
                "VMGATE_KUBECONFIG",
                cluster.kubeconfig().toString(),
                "VMGATE_TENANTS_FILE",
                tenants.toString(),
                "VMGATE_HOST",
                "127.0.0.1",
                "VMGATE_PORT",
                String.valueOf(port),
                "VMGATE_CALL_LIMIT",
                "0",
                "VMGATE_CONSOLE_TICKET_LIMIT",
                "0",
                "VMGATE_LOG_FORMAT",
                "text"),
            command);
    Gateway gateway =
        new Gateway(database, program, URI.create("http://127.0.0.1:" + port), readBytes);
    try {
      program.awaitPort(port);
      program.await(gateway::isReady);
      gateway.signIn();
      return gateway;
    } catch (RuntimeException failed) {
      gateway.close();
      throw failed;
    }
  }

  private static String tenants(List<String> namespaces) {
    Map<String, Object> user =
        Map.of("username", "ann", "password", PASSWORD, "roles", List.of("administrator"));
    Map<String, Object> tenant =
        Map.of(
            "tenantId", "load", "name", "Load", "namespaces", namespaces, "users", List.of(user));
    return JSON.writeValueAsString(Map.of("tenants", List.of(tenant)));
  }

  private boolean isReady() {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(url.resolve("/health/readiness")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private void signIn() throws IOException, InterruptedException {
    Map<String, String> who = Map.of("tenantId", "load", "username", "ann", "password", PASSWORD);
    token = post("/api/v1/auth/login", who).path("token").asString();
  }

  private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  @Override
  public String name() {
    return "VMGate";
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public ConsoleSocket open(Machine machine, Mode mode) throws IOException, InterruptedException {
    String link =
        post("/api/v1/vms/" + machine.id() + "/console", Map.of("protocol", "vnc"))
            .path("consoleUrl")
            .asString();
    URI where = URI.create(link.replaceFirst("^ws", "http"));
    ConsoleSocket socket = ConsoleSocket.open(where, "binary", null, null, readBytes);
    socket.greet();
    return socket;
  }

  /** The same with readers of another size. */
  Gateway reading(int bytes) {
    Gateway other = new Gateway(database, program, url, bytes);
    other.token = token;
    return other;
  }

  /**
   * What the program holds.
   *
   * @param heapBytes after a collection
   * @param directBytes outside of the heap: what the JVM counts as "Other", Netty's buffers
   * @param residentBytes of the whole process
   */
  record Memory(long heapBytes, long directBytes, long residentBytes) {
    Memory minus(Memory before) {
      return new Memory(
          heapBytes - before.heapBytes,
          directBytes - before.directBytes,
          residentBytes - before.residentBytes);
    }
  }

  Memory memory() throws IOException, InterruptedException {
    program.ask("GC.run");
    program.ask("GC.run");
    long heap = 0;
    for (String line : program.ask("GC.heap_info").split("\n")) {
      Matcher used = Pattern.compile("used (\\d+)K").matcher(line);
      if (used.find() && !line.contains("Metaspace") && !line.contains("class space")) {
        heap += Long.parseLong(used.group(1)) * 1024;
      }
    }
    Matcher other =
        Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB")
            .matcher(program.ask("VM.native_memory", "summary"));
    long direct = other.find() ? Long.parseLong(other.group(1)) * 1024 : 0;
    return new Memory(heap, direct, program.residentBytes());
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    program.close();
    database.close();
  }
}
