package io.vmgate.application.access;

import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.testkit.access.AccessQuotasContract;
import io.vmgate.testkit.access.InMemoryAccessQuotas;

class InMemoryAccessQuotasTest implements AccessQuotasContract {
  @Override
  public AccessQuotas quotas() {
    return new InMemoryAccessQuotas();
  }
}
