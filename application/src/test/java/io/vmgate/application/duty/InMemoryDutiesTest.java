package io.vmgate.application.duty;

import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.duty.DutiesContract;
import io.vmgate.testkit.duty.InMemoryDuties;

class InMemoryDutiesTest implements DutiesContract {
  private final ManualClock clock = new ManualClock();

  @Override
  public Duties noDuties() {
    return new InMemoryDuties(clock::instant);
  }

  @Override
  public void wait(Duties duties) {
    clock.advance(SHORT);
  }

  @Override
  public boolean holds(Duties duties, Duty duty) {
    return ((InMemoryDuties) duties).holds(duty);
  }
}
