package io.vmgate.simulator;

import io.netty.handler.ssl.SslContext;
import io.vmgate.simulator.api.ApiServer;
import io.vmgate.simulator.http.HttpServer;
import io.vmgate.simulator.identity.ServerIdentity;
import io.vmgate.simulator.seed.Seeds;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A running simulator. Threads may share it; closing twice does nothing. */
public final class Simulator implements AutoCloseable {
  private final ServerIdentity identity;
  private final ObjectStore store;
  private final ApiServer api;
  private final HttpServer server;
  private final String url;
  private final Path kubeconfig;

  private Simulator(
      ServerIdentity identity,
      ObjectStore store,
      ApiServer api,
      HttpServer server,
      String url,
      Path kubeconfig) {
    this.identity = identity;
    this.store = store;
    this.api = api;
    this.server = server;
    this.url = url;
    this.kubeconfig = kubeconfig;
  }

  /**
   * Start, and return once requests are answered.
   *
   * @throws IOException if the data folder cannot be used or the port is taken
   */
  public static Simulator start(SimulatorOptions options) throws IOException {
    InstantSource clock = InstantSource.system();
    ServerIdentity identity = ServerIdentity.in(options.dataFolder(), clock);
    SslContext tls = identity.tls();
    ObjectStore store = new ObjectStore(options.historyLimit());
    new Seeds(options.machines()).plant(store);
    IdSource ids = new IdSource();
    Deletions deletions = new Deletions(store, clock);
    ApiServer api =
        new ApiServer(identity, store, deletions, ids, clock, options.bookmarkInterval());
    HttpServer server = new HttpServer(tls, api);
    try {
      String url = "https://127.0.0.1:" + server.listen(options.port());
      return new Simulator(identity, store, api, server, url, identity.writeKubeconfig(url));
    } catch (IOException | RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  /** Give the address of the API server, such as {@code https://127.0.0.1:16443}. */
  public String url() {
    return url;
  }

  public String token() {
    return identity.token();
  }

  /** Give the file that kubectl and the platform take as kubeconfig. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Give the certificate that clients must trust; a PEM file. */
  public Path authorityFile() {
    return identity.authorityFile();
  }

  /** Give the objects themselves; a write here is seen by every watch, as one over HTTP is. */
  public ObjectStore store() {
    return store;
  }

  /**
   * Cut every watch.
   *
   * @return how many there were
   */
  public int dropWatches() {
    return api.watches().dropAll();
  }

  @Override
  public void close() {
    server.close();
  }
}
