package io.vmgate.benchmarks.console;

import io.vmgate.benchmarks.cluster.RawCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The peers: they take plain web sockets and pass them on over TLS, with the cluster's token. */
final class Proxies {
  private final Path folder;
  private final Cluster cluster;
  private final int readBytes;

  /**
   * Have peers.
   *
   * @param folder for their settings, which hold the cluster's token
   */
  Proxies(Path folder, Cluster cluster, int readBytes) throws IOException {
    this.folder = folder;
    this.cluster = cluster;
    this.readBytes = readBytes;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /** No peer at all: the driver's own TLS, straight to the cluster. */
  Route direct() {
    return new Way("direct", null, cluster.api().server(), cluster.api());
  }

  Way nginx() throws IOException {
    int port = Program.freePort();
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(
        settings,
        """
        daemon off;
        user root;
        pid %1$s/nginx.pid;
        error_log stderr;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path %1$s/nginx-body;
          proxy_temp_path %1$s/nginx-proxy;
          fastcgi_temp_path %1$s/nginx-fastcgi;
          uwsgi_temp_path %1$s/nginx-uwsgi;
          scgi_temp_path %1$s/nginx-scgi;
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass %3$s;
              proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
              proxy_set_header Authorization "Bearer %4$s";
              proxy_ssl_verify off;
              proxy_read_timeout 1h;
              proxy_send_timeout 1h;
              proxy_buffer_size 64k;
              proxy_buffers 8 64k;
              proxy_busy_buffers_size 128k;
            }
          }
        }
        """
            .formatted(folder, port, cluster.api().server(), cluster.api().token()));
    return started("nginx", port, List.of("nginx", "-p", folder.toString(), "-c", settings + ""));
  }

  Way haproxy() throws IOException {
    int port = Program.freePort();
    Path settings = folder.resolve("haproxy.cfg");
    Files.writeString(
        settings,
        """
        global
          maxconn 4096
          tune.bufsize 65536
        defaults
          mode http
          timeout connect 5s
          timeout client 1h
          timeout server 1h
          timeout tunnel 1h
        listen consoles
          bind 127.0.0.1:%d
          http-request set-header Authorization "Bearer %s"
          server cluster %s ssl verify none
        """
            .formatted(port, cluster.api().token(), cluster.api().server().getAuthority()));
    return started("haproxy", port, List.of("haproxy", "-db", "-f", settings.toString()));
  }

  Way kubectl() throws IOException {
    int port = Program.freePort();
    return started(
        "kubectl proxy",
        port,
        List.of(
            "kubectl", "--kubeconfig", cluster.kubeconfig().toString(), "proxy", "--port=" + port));
  }

  private Way started(String name, int port, List<String> command) throws IOException {
    Program program = Program.start(name.replace(' ', '-'), folder, Map.of(), command);
    program.awaitPort(port);
    return new Way(name, program, URI.create("http://127.0.0.1:" + port), null);
  }

  /** A way on which every byte is the cluster's. */
  final class Way implements Route, AutoCloseable {
    private final String name;
    private final @Nullable Program program;
    private final URI url;
    private final @Nullable RawCluster direct;

    private Way(String name, @Nullable Program program, URI url, @Nullable RawCluster direct) {
      this.name = name;
      this.program = program;
      this.url = url;
      this.direct = direct;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public @Nullable Program program() {
      return program;
    }

    @Override
    public ConsoleSocket open(Machine machine, Mode mode) throws IOException {
      ConsoleSocket socket =
          ConsoleSocket.open(
              url.resolve(machine.screenPath()),
              "plain.kubevirt.io",
              direct == null ? null : direct.token(),
              direct == null ? null : direct.tls(),
              readBytes);
      socket.greet();
      return socket;
    }

    @Override
    public void close() {
      if (program != null) {
        program.close();
      }
    }
  }
}
