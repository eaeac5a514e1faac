package io.vmgate.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.access.AccessService.PendingReason;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceSummaryTest {
  @Test
  void showsWhereEachPortIsReachedAndHowItStands() {
    ServiceSummary summary =
        ServiceSummary.of(service("192.0.2.1", Readiness.READY, "10.0.0.1"), VmStatus.RUNNING);

    assertThat(summary.accessAddress()).isEqualTo("192.0.2.1:30080");
    assertThat(summary.ports())
        .extracting(ServiceSummary.Port::address)
        .containsExactly("192.0.2.1:30080", "192.0.2.1:30443");
    assertThat(summary.status()).isEqualTo(ServiceStatus.RUNNING);
    assertThat(summary.reason()).isEqualTo(PendingReason.NONE);
  }

  @Test
  void isTheSameWhereOnlyWhatStandsBehindItIsAnother() {
    ServiceSummary one =
        ServiceSummary.of(service("192.0.2.1", Readiness.READY, "10.0.0.1"), VmStatus.RUNNING);
    ServiceSummary moved =
        ServiceSummary.of(service("192.0.2.1", Readiness.READY, "10.0.0.2"), VmStatus.MIGRATING);

    assertThat(moved).isEqualTo(one);
  }

  @Test
  void isAnotherWhereItStandsOtherwiseOrIsReachedElsewhere() {
    ServiceSummary one =
        ServiceSummary.of(service("192.0.2.1", Readiness.READY, "10.0.0.1"), VmStatus.RUNNING);

    assertThat(ServiceSummary.of(service("192.0.2.1", Readiness.NOT_READY), VmStatus.RUNNING))
        .isNotEqualTo(one);
    assertThat(
            ServiceSummary.of(service("192.0.2.1", Readiness.READY, "10.0.0.1"), VmStatus.STOPPED))
        .isNotEqualTo(one);
    assertThat(
            ServiceSummary.of(service("192.0.2.9", Readiness.READY, "10.0.0.1"), VmStatus.RUNNING))
        .isNotEqualTo(one);
    assertThat(ServiceSummary.of(service(null, Readiness.READY, "10.0.0.1"), VmStatus.RUNNING))
        .isNotEqualTo(one);
  }

  private static AccessService service(
      @Nullable String host, Readiness readiness, String... endpoints) {
    return new AccessService(
        new ServiceId(new UUID(1, 1)),
        "web",
        ServiceType.NODE_PORT,
        new VmId(new UUID(2, 2)),
        new VmName("shop", "web-1"),
        List.of(
            new PortMapping("http", Transport.TCP, 80, 80, 30_080),
            new PortMapping("https", Transport.TCP, 443, 443, 30_443)),
        host,
        List.of(endpoints),
        readiness,
        Instant.EPOCH,
        null);
  }
}
