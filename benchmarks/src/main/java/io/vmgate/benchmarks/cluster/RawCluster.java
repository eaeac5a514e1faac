package io.vmgate.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The cluster's own API, with nothing in between. */
public final class RawCluster implements AutoCloseable {
  private static final String MACHINES = "/apis/kubevirt.io/v1/%svirtualmachines";

  private final HttpClient client;
  private final SSLContext tls;
  private final String server;
  private final String token;

  /** Read a kubeconfig that has address, authority and token in it. */
  public RawCluster(Path kubeconfig) throws IOException, GeneralSecurityException {
    String text = Files.readString(kubeconfig);
    server = field(text, "server");
    token = field(text, "token");
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    byte[] authority = Base64.getDecoder().decode(field(text, "certificate-authority-data"));
    trusted.setCertificateEntry(
        "cluster",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(authority)));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    client = HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Where the API server is. */
  public URI server() {
    return URI.create(server);
  }

  /** The token that opens it. */
  public String token() {
    return token;
  }

  /** Trusts the API server. */
  public SSLContext tls() {
    return tls;
  }

  /** Put a label on a machine. */
  public void label(String namespace, String name, String label, String value)
      throws IOException, InterruptedException {
    patch(namespace, name, "labels", label, value);
  }

  /** Put an annotation on a machine. */
  public void annotate(String namespace, String name, String annotation, String value)
      throws IOException, InterruptedException {
    patch(namespace, name, "annotations", annotation, value);
  }

  private void patch(String namespace, String name, String kind, String key, String value)
      throws IOException, InterruptedException {
    String path = MACHINES.formatted("namespaces/" + namespace + "/") + "/" + name;
    String body = "{\"metadata\":{\"%s\":{\"%s\":\"%s\"}}}".formatted(kind, key, value);
    HttpResponse<String> response =
        client.send(
            request(path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.body());
    }
  }

  /** Read a document. */
  public String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request(path).build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.body());
    }
    return response.body();
  }

  /** Watch all machines on a thread of its own, and hand over each line. */
  public void watch(Consumer<String> line) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            request(MACHINES.formatted("") + "?watch=true").build(), BodyHandlers.ofInputStream());
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line);
              } catch (IOException | UncheckedIOException ended) {
                System.err.println("the watch ended");
              }
            });
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token);
  }

  private static String field(String kubeconfig, String name) {
    Matcher matcher = Pattern.compile(name + ": (\\S+)").matcher(kubeconfig);
    if (!matcher.find()) {
      throw new IllegalArgumentException("the kubeconfig has no " + name);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
