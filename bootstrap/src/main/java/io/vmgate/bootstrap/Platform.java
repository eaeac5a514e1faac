package io.vmgate.bootstrap;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.vmgate.application.console.ConsoleWatch;
import io.vmgate.application.task.TaskWatch;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.persistence.setup.DatabaseProperties;
import io.vmgate.rest.RestSettings;
import io.vmgate.rest.stream.OpenStreams;
import io.vmgate.rest.ui.UiFiles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The platform, running. Closing it answers what is under way and lets nothing new in. */
public final class Platform implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final ApplicationContext context;
  private final EmbeddedServer server;

  private Platform(ApplicationContext context, EmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  /**
   * Start, and return once requests are answered. The cluster need not be there yet; the database
   * is waited for.
   */
  public static Platform start(PlatformSettings settings) {
    ApplicationContext context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(properties(settings))
            .singletons(settings)
            .build();
    try {
      context.start();
      EmbeddedServer server = context.getBean(EmbeddedServer.class);
      server.start();
      return new Platform(context, server);
    } catch (RuntimeException failed) {
      context.close();
      throw failed;
    }
  }

  /** The port that the contract is served on. */
  public int port() {
    return server.getPort();
  }

  /** Whether a web console was built into this program. */
  public boolean hasUi() {
    return context.getBean(UiFiles.class).areThere();
  }

  /**
   * Wait until the cluster has been read whole.
   *
   * @return why not, when that takes longer than the patience; empty when it is read
   */
  public Optional<String> awaitInventory(Duration patience) throws InterruptedException {
    VmInventory inventory = context.getBean(VmInventory.class);
    long end = System.nanoTime() + patience.toNanos();
    while (inventory.state() instanceof InventoryState.Unsynced(var reason)) {
      if (System.nanoTime() > end) {
        return Optional.of(reason);
      }
      Thread.sleep(POLL);
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    // Streams would never end by themselves; their clients are told to go on at another replica.
    context.findBean(OpenStreams.class).ifPresent(OpenStreams::close);
    // Whoever waits for a task to change is answered now, not when the grace period is over.
    context.findBean(TaskWatch.class).ifPresent(TaskWatch::close);
    // Viewers are told that the server goes down while they can still be told anything.
    context.findBean(ConsoleWatch.class).ifPresent(ConsoleWatch::close);
    server.stop();
    context.close();
  }

  private static Map<String, Object> properties(PlatformSettings settings) {
    Map<String, Object> properties = new HashMap<>(RestSettings.defaults());
    PlatformSettings.Database database = settings.database();
    properties.putAll(
        DatabaseProperties.of(
            database.url(), database.user(), database.password(), database.connections()));
    properties.put("micronaut.application.name", "vmgate");
    properties.put("micronaut.server.host", settings.host());
    properties.put("micronaut.server.port", settings.port() == 0 ? -1 : settings.port());
    properties.put("micronaut.lifecycle.graceful-shutdown.enabled", true);
    properties.put("micronaut.lifecycle.graceful-shutdown.grace-period", "15s");
    // Of the framework's own endpoints only those that docs/operations.md names.
    properties.put("endpoints.all.enabled", false);
    properties.put("endpoints.health.enabled", true);
    properties.put("endpoints.prometheus.enabled", true);
    for (String indicator : List.of("jdbc", "disk-space", "discovery-client")) {
      properties.put(
          "endpoints.health." + indicator + ".enabled", false); // ours tell what it means
    }
    properties.put("endpoints.health.service-ready-indicator-enabled", false);
    properties.put("endpoints.prometheus.sensitive", false);
    properties.put("micronaut.metrics.export.prometheus.step", "PT15S");
    settings
        .managementPort()
        .ifPresent(
            port -> {
              properties.put("endpoints.all.port", port);
              // Whoever reaches that port runs the platform; nobody else may turn its keys.
              properties.put("endpoints.signing-keys.enabled", true);
            });
    return properties;
  }
}
