package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanProvider;
import io.vmgate.application.event.Chronicler;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.StreamFigures;
import io.vmgate.persistence.bus.PostgresDoorbell;
import jakarta.inject.Singleton;

/**
 * Publish how well changes reach those who follow; docs/operations.md explains each. The pool of
 * connections reports itself, so what needs the database is asked for when it is measured.
 */
@Singleton
final class StreamMetrics implements MeterBinder {
  private static final double MILLIS = 1_000;

  private final BeanProvider<ChangeFanOut> fanOut;
  private final BeanProvider<PostgresDoorbell> bus;
  private final BeanProvider<Chronicler> chronicler;

  StreamMetrics(
      BeanProvider<ChangeFanOut> fanOut,
      BeanProvider<PostgresDoorbell> bus,
      BeanProvider<Chronicler> chronicler) {
    this.fanOut = fanOut;
    this.bus = bus;
    this.chronicler = chronicler;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("vmgate.bus.connected", bus, known -> known.get().isConnected() ? 1 : 0)
        .description("1 while this replica hears what others do, else 0")
        .register(registry);
    Gauge.builder("vmgate.bus.lag", fanOut, known -> figures(known).lag().toMillis() / MILLIS)
        .description("From writing a change down until it is handed on, of the last ones")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(
            "vmgate.bus.silent", fanOut, known -> figures(known).sinceRead().toMillis() / MILLIS)
        .description("How long ago the log of changes was last read to its end")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("vmgate.bus.changes", fanOut, known -> figures(known).changes())
        .description("Changes that this replica has read")
        .register(registry);
    Gauge.builder("vmgate.stream.listeners", fanOut, known -> known.get().listening())
        .description("Who follows changes on this replica")
        .register(registry);
    FunctionCounter.builder("vmgate.stream.overruns", fanOut, known -> known.get().overruns())
        .description("How often a listener fell behind and had to read anew")
        .register(registry);
    Gauge.builder("vmgate.chronicler.duty", chronicler, known -> known.get().isOnDuty() ? 1 : 0)
        .description("1 on the one replica that writes down what happens to machines")
        .register(registry);
    Gauge.builder("vmgate.chronicler.waiting", chronicler, known -> known.get().waiting())
        .description("Machines whose changes wait to be written down")
        .register(registry);
    FunctionCounter.builder("vmgate.chronicler.events", chronicler, known -> known.get().events())
        .description("Changes of machines that this replica has written down as events")
        .register(registry);
  }

  private static StreamFigures figures(BeanProvider<ChangeFanOut> fanOut) {
    return fanOut.get().figures();
  }
}
