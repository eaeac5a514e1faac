package io.vmgate.application.console;

import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.console.InMemoryConsoles;
import io.vmgate.testkit.console.LatencyBookContract;
import io.vmgate.testkit.console.ServerLogContract;
import io.vmgate.testkit.console.SessionBookContract;
import io.vmgate.testkit.console.TicketBookContract;
import java.time.Duration;

class InMemoryConsolesTest
    implements TicketBookContract, SessionBookContract, ServerLogContract, LatencyBookContract {
  private final ManualClock clock = new ManualClock();
  private final InMemoryConsoles consoles = new InMemoryConsoles(clock);

  @Override
  public TicketBook tickets() {
    return consoles;
  }

  @Override
  public SessionBook sessions() {
    return consoles;
  }

  @Override
  public SessionLog log() {
    return consoles;
  }

  @Override
  public ServerLog servers() {
    return consoles;
  }

  @Override
  public LatencyBook latencies() {
    return consoles;
  }

  @Override
  public void letTimePass(Duration duration) {
    clock.advance(duration);
  }
}
