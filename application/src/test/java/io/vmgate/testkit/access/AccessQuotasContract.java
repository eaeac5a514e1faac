package io.vmgate.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.tenant.TenantId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every keeper of quotas does. */
public interface AccessQuotasContract {
  /** Where tenants acme and globex exist and nothing is set. */
  AccessQuotas quotas();

  @Test
  default void keepsWhatIsSetForATenantAndNothingElse() {
    TenantId acme = new TenantId("acme");
    AccessQuotas quotas = quotas();
    assertThat(quotas.of(acme)).isEqualTo(TenantQuota.NONE);

    TenantQuota all =
        new TenantQuota(
            0,
            Set.of(ServiceType.CLUSTER_IP, ServiceType.NODE_PORT),
            new PortRange(30_100, 30_199));
    quotas.set(acme, all);
    assertThat(quotas.of(acme)).isEqualTo(all);
    assertThat(quotas.of(new TenantId("globex"))).isEqualTo(TenantQuota.NONE);

    TenantQuota some = new TenantQuota(7, Set.of(), null);
    quotas.set(acme, some);
    assertThat(quotas.of(acme)).isEqualTo(some);

    quotas.set(acme, TenantQuota.NONE);
    assertThat(quotas.of(acme)).isEqualTo(TenantQuota.NONE);
  }
}
