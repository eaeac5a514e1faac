package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes clients of the cluster. The caller closes them. */
public final class ClusterClients {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PORT = "KUBERNETES_SERVICE_PORT";
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 30_000;

  private ClusterClients() {}

  /**
   * Follow a kubeconfig's current context: its server, its certificates, its token. The file is
   * read again when the server refuses the token.
   *
   * @throws IllegalArgumentException when there is no such file, or it names no server
   */
  public static KubernetesClient fromKubeconfig(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new IllegalArgumentException("no readable kubeconfig at " + kubeconfig);
    }
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    if (config.getCurrentContext() == null) {
      throw new IllegalArgumentException("the kubeconfig " + kubeconfig + " has no context");
    }
    return client(new ConfigBuilder(config));
  }

  /**
   * Follow the service account of the pod this runs in. The token is read from its file for each
   * request, since the kubelet replaces it every hour.
   *
   * @param environment the process's
   * @throws IllegalArgumentException when this is no pod of a cluster
   */
  public static KubernetesClient inCluster(Map<String, String> environment) {
    return inCluster(environment, SERVICE_ACCOUNT);
  }

  static KubernetesClient inCluster(Map<String, String> environment, Path serviceAccount) {
    String host = environment.get(HOST);
    String port = environment.get(PORT);
    Path token = serviceAccount.resolve("token");
    if (host == null || port == null || !Files.isReadable(token)) {
      throw new IllegalArgumentException(
          "not in a cluster: " + HOST + ", " + PORT + " and a service account token are needed");
    }
    boolean isIpv6 = host.indexOf(':') >= 0;
    return ofServiceAccount(
        "https://" + (isIpv6 ? "[" + host + "]" : host) + ":" + port, serviceAccount);
  }

  static KubernetesClient ofServiceAccount(String server, Path serviceAccount) {
    Path authority = serviceAccount.resolve("ca.crt");
    return client(
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server)
            .withCaCertFile(Files.exists(authority) ? authority.toString() : null)
            .withOauthTokenProvider(() -> read(serviceAccount.resolve("token"))));
  }

  private static KubernetesClient client(ConfigBuilder config) {
    Config complete =
        config
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            // Whoever calls decides whether to try again, and sees each refusal as it happens.
            .withRequestRetryBackoffLimit(0)
            .withHttp2Disable(true)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(complete)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  private static @Nullable String read(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException cannotRead) {
      throw new UncheckedIOException(cannotRead);
    }
  }
}
