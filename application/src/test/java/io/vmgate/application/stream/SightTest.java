package io.vmgate.application.stream;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.domain.vm.VmSummary;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SightTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final VmScope SHOP = VmScope.ofNamespaces(Set.of("shop"));

  private final Vm web = aVm().named("shop", "web-1").build();
  private final AccessService service = aService("web").of(web).build();
  private final Change machine = new Change.VmShown(ACME, VmSummary.of(web));
  private final Change shown =
      new Change.ServiceShown(ACME, ServiceSummary.of(service, VmStatus.RUNNING));
  private final Change gone =
      new Change.ServiceGone(ACME, service.id(), service.name(), web.id(), web.name());

  @Test
  void takesBothPermissionsToHearOfAService() {
    Sight both = new Sight(SHOP, SHOP);

    assertThat(both.covers(shown)).isTrue();
    assertThat(both.covers(gone)).isTrue();
  }

  @Test
  void hidesServicesAndNothingElseFromWhoMaySeeMachinesOnly() {
    Sight machines = new Sight(SHOP, VmScope.NOTHING);

    assertThat(machines.covers(shown)).isFalse();
    assertThat(machines.covers(gone)).isFalse();
    assertThat(machines.covers(machine)).isTrue();
  }

  @Test
  void hidesServicesOfMachinesThatAreOutOfSight() {
    Sight elsewhere = new Sight(VmScope.ofNamespaces(Set.of("pay")), SHOP);

    assertThat(elsewhere.covers(shown)).isFalse();
    assertThat(elsewhere.covers(gone)).isFalse();
  }
}
