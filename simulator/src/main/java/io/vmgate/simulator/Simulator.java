package io.vmgate.simulator;

import io.netty.handler.ssl.SslContext;
import io.vmgate.simulator.admin.AdminEndpoint;
import io.vmgate.simulator.admin.Controls;
import io.vmgate.simulator.api.ApiServer;
import io.vmgate.simulator.console.Consoles;
import io.vmgate.simulator.fault.Faults;
import io.vmgate.simulator.http.HttpServer;
import io.vmgate.simulator.identity.ServerIdentity;
import io.vmgate.simulator.journal.Journal;
import io.vmgate.simulator.lifecycle.EventExpiry;
import io.vmgate.simulator.lifecycle.Lifecycle;
import io.vmgate.simulator.lifecycle.ThreadTimers;
import io.vmgate.simulator.lifecycle.Timers;
import io.vmgate.simulator.qemu.QemuGuests;
import io.vmgate.simulator.seed.Seeds;
import io.vmgate.simulator.service.Allocations;
import io.vmgate.simulator.service.Backends;
import io.vmgate.simulator.service.BalancerAddresses;
import io.vmgate.simulator.service.LocalPorts;
import io.vmgate.simulator.service.OpenPorts;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.subresource.VirtApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A running simulator. Threads may share it; closing twice does nothing. */
public final class Simulator implements AutoCloseable {
  private final ServerIdentity identity;
  private final Controls controls;
  private final Timers timers;
  private final Consoles consoles;
  private final QemuGuests processes;
  private final @Nullable OpenPorts ports;
  private final Journal journal;
  private final String url;
  private final Path kubeconfig;

  private Simulator(
      ServerIdentity identity,
      Controls controls,
      Timers timers,
      Consoles consoles,
      QemuGuests processes,
      @Nullable OpenPorts ports,
      Journal journal,
      String url,
      Path kubeconfig) {
    this.identity = identity;
    this.controls = controls;
    this.timers = timers;
    this.consoles = consoles;
    this.processes = processes;
    this.ports = ports;
    this.journal = journal;
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
    new Seeds(options.machines(), options.processes().keySet()).plant(store);
    Journal journal = Journal.open(options.dataFolder(), store);
    IdSource ids = new IdSource();
    Deletions deletions = new Deletions(store, clock);
    Faults faults = new Faults(clock);
    LocalPorts machine = options.openPorts() ? LocalPorts.OPENED : LocalPorts.CLOSED;
    Allocations allocations = new Allocations(store, ids, machine);
    Backends backends = new Backends(store);
    ApiServer api =
        new ApiServer(
            identity,
            store,
            deletions,
            allocations,
            ids,
            clock,
            faults,
            options.bookmarkInterval());
    api.keepBeforeAnswering(journal::sync);
    HttpServer server = new HttpServer(tls);
    Timers timers = new ThreadTimers();
    Lifecycle lifecycle =
        new Lifecycle(
            store,
            deletions,
            ids,
            clock,
            timers,
            options.pace(),
            backends,
            new BalancerAddresses(allocations, machine));
    QemuGuests processes = new QemuGuests(store, options.processes(), lifecycle::endGuest);
    Consoles consoles = new Consoles(store, clock, processes);
    lifecycle.guests().onReboot(consoles::rebooted);
    resume(journal, lifecycle, processes, new EventExpiry(store, clock, timers));
    backends.offers().forEach(offer -> lifecycle.wakeService(offer.namespace(), offer.name()));
    OpenPorts ports = options.openPorts() ? new OpenPorts(backends, consoles::behind, clock) : null;
    new VirtApi(store, api.writes(), lifecycle.guests(), consoles).addTo(api.routes());
    Controls controls =
        new Controls(store, api.watches(), faults, server, lifecycle, consoles, api::served);
    api.admin(new AdminEndpoint(controls));
    try {
      String url = "https://127.0.0.1:" + server.listen(options.port(), api);
      return new Simulator(
          identity,
          controls,
          timers,
          consoles,
          processes,
          ports,
          journal,
          url,
          identity.writeKubeconfig(url));
    } catch (IOException | RuntimeException failure) {
      timers.close();
      closePorts(ports);
      consoles.close();
      processes.close();
      server.close();
      journal.close();
      throw failure;
    }
  }

  /** Go on with what was under way when the last run ended. */
  private static void resume(
      Journal journal, Lifecycle lifecycle, QemuGuests processes, EventExpiry expiry) {
    processes.resumeNamed();
    for (Journal.Subject subject : journal.replayed()) {
      lifecycle.wake(subject.type(), subject.namespace(), subject.name());
      if (subject.type().equals(ResourceTypes.VMI)) {
        processes.resume(subject.namespace(), subject.name());
      }
      if (subject.type().equals(ResourceTypes.EVENT)) {
        expiry.adopt(subject.key());
      }
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
    return controls.store();
  }

  /** Forget all history, so that older watches and paged lists get 410. */
  public void compactHistory() {
    controls.store().compact();
  }

  /** Give the streams of guests, for their counts. */
  public Consoles consoles() {
    return consoles;
  }

  /** Give the faults that can be put in force. */
  public Faults faults() {
    return controls.faults();
  }

  /** Let time run faster or slower for machines; 1 is as on a small real cluster. */
  public void pace(double factor) {
    controls.lifecycle().pace(factor);
  }

  /**
   * Let the guest of a machine power off by itself.
   *
   * @return false if no such guest runs
   */
  public boolean shutDownGuest(String namespace, String name) {
    return controls.lifecycle().endGuest(namespace, name, false);
  }

  /**
   * Let the guest of a machine crash.
   *
   * @return false if no such guest runs
   */
  public boolean crashGuest(String namespace, String name) {
    return controls.lifecycle().endGuest(namespace, name, true);
  }

  /** Close the port for a while, so that connections are refused, and cut those that are open. */
  public void refuseConnections(Duration period) {
    controls.server().refuseConnections(period);
  }

  /** Read nothing from any connection for a while, so that requests hang. */
  public void hang(Duration period) {
    controls.server().hang(period);
  }

  /**
   * Cut every watch.
   *
   * @return how many there were
   */
  public int dropWatches() {
    return controls.watches().dropAll();
  }

  private static void closePorts(@Nullable OpenPorts ports) {
    if (ports != null) {
      ports.close();
    }
  }

  @Override
  public void close() {
    timers.close();
    closePorts(ports);
    consoles.close();
    processes.close();
    controls.server().close();
    journal.close();
  }
}
