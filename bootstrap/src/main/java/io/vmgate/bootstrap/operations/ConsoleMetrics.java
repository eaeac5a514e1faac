package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vmgate.application.console.LiveConsoles;
import io.vmgate.domain.vm.ConsoleProtocol;
import jakarta.inject.Singleton;

/** Publish how many people are on consoles through this replica. */
@Singleton
final class ConsoleMetrics implements MeterBinder {
  private final LiveConsoles live;

  ConsoleMetrics(LiveConsoles live) {
    this.live = live;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (ConsoleProtocol protocol : ConsoleProtocol.values()) {
      Gauge.builder("vmgate.console.sessions", live, held -> sessions(held, protocol))
          .description("Console sessions of which this replica holds a connection")
          .tag("protocol", protocol.wireName())
          .register(registry);
    }
  }

  private static long sessions(LiveConsoles live, ConsoleProtocol protocol) {
    return live.held().stream().filter(session -> session.protocol() == protocol).count();
  }
}
