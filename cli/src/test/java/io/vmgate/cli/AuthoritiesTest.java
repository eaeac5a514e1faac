package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose certificates are no public authority's. */
class AuthoritiesTest {
  private static final String SECRET = "changeit";

  @TempDir private Path folder;
  private HttpsServer server;

  @BeforeEach
  void start() throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("server.p12");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, SECRET.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"code\":200,\"message\":\"success\",\"data\":{\"username\":\"ann\"}}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-alias",
                "server",
                "-storetype",
                "PKCS12",
                "-storepass",
                SECRET,
                "-keystore",
                folder.resolve("server.p12").toString()));
    command.addAll(1, List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void areTrustedWhenTheyAreNamedAndRemembered() {
    Shell shell = Shell.in(folder);
    String url = "https://127.0.0.1:" + server.getAddress().getPort();

    Result unknown = shell.run("login", "--server", url, "--token", "any");
    Result known =
        shell.run(
            "login",
            "--server",
            url,
            "--token",
            "any",
            "--ca-file",
            folder.resolve("ca.pem").toString());

    assertThat(unknown.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(known.exitCode()).as(known.err()).isZero();
    assertThat(shell.run("whoami", "-o", "name").out()).isEqualTo("ann\n");
    assertThat(shell.run("whoami", "--ca-file", folder.resolve("none.pem").toString()))
        .returns(ExitCode.USAGE.number(), Result::exitCode);
  }
}
