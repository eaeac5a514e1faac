package io.vmgate.application.bus;

import io.vmgate.testkit.bus.DoorbellContract;
import io.vmgate.testkit.bus.InMemoryDoorbell;

class InMemoryDoorbellTest implements DoorbellContract {
  private final Doorbell bell = new InMemoryDoorbell();

  @Override
  public Doorbell doorbell() {
    return bell;
  }
}
