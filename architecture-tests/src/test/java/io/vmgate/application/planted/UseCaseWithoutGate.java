package io.vmgate.application.planted;

import io.vmgate.domain.auth.Caller;

public final class UseCaseWithoutGate {
  public String show(Caller caller) {
    return caller.username();
  }
}
