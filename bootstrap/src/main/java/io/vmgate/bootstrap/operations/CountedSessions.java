package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmgate.application.console.SessionLog;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.Traffic;

/** Publish why this server's console sessions end, and what they carried. */
public final class CountedSessions implements SessionLog {
  private final SessionLog log;
  private final MeterRegistry registry;
  private final Counter toViewer;
  private final Counter toMachine;

  /** Count what is written into this log. */
  public CountedSessions(SessionLog log, MeterRegistry registry) {
    this.log = log;
    this.registry = registry;
    this.toViewer = bytes("viewer", registry);
    this.toMachine = bytes("vm", registry);
  }

  @Override
  public EndReason end(ConsoleSession session, EndReason reason, Traffic traffic) {
    EndReason stands = log.end(session, reason, traffic);
    Counter.builder("vmgate.console.ends")
        .description("Console sessions that ended on this replica")
        .tag("protocol", session.protocol().wireName())
        .tag("reason", stands.code())
        .register(registry)
        .increment();
    toViewer.increment(traffic.toViewerBytes());
    toMachine.increment(traffic.toMachineBytes());
    return stands;
  }

  private static Counter bytes(String towards, MeterRegistry registry) {
    return Counter.builder("vmgate.console.carried")
        .description("Bytes that ended console sessions of this replica carried")
        .baseUnit("bytes")
        .tag("to", towards)
        .register(registry);
  }
}
