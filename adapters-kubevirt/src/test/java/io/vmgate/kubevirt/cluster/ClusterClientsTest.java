package io.vmgate.kubevirt.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterClientsTest {
  @TempDir private Path folder;

  @Test
  void saysThatThereIsNoKubeconfig() {
    Path missing = folder.resolve("missing");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterClients.fromKubeconfig(missing))
        .withMessage("no readable kubeconfig at " + missing);
  }

  @Test
  void saysThatAKubeconfigNamesNoCluster() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "apiVersion: v1\nkind: Config\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterClients.fromKubeconfig(empty))
        .withMessageContaining("has no context");
  }

  @Test
  void saysThatThisIsNoPod() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterClients.inCluster(Map.of(), folder))
        .withMessageStartingWith("not in a cluster");
  }

  @Test
  void readsAPodsTokenAnewForEachRequest() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    String address = "http://127.0.0.1:" + server.getAddress().getPort();

    try (KubernetesClient client = ClusterClients.ofServiceAccount(address, folder)) {
      ClusterLine line = new ClusterLine(client);
      line.get("readyz", "*/*", Duration.ofSeconds(10));
      Files.writeString(token, "second\n");
      line.get("readyz", "*/*", Duration.ofSeconds(10));
    } finally {
      server.stop(0);
    }

    assertThat(seen).containsExactly("Bearer first", "Bearer second");
  }
}
