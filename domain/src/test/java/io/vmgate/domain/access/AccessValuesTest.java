package io.vmgate.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.domain.access.AccessService.PendingReason;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessValuesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "192.0.2.7, 192.0.2.7/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "::1, 0:0:0:0:0:0:0:1/128"
  })
  void readsBlocksAndSingleAddresses(String text, String canonical) {
    assertThat(AddressBlock.parse(text)).contains(new AddressBlock(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0/24",
        "10.0.0.0/-1",
        "10.0.0.0/08x",
        "256.0.0.0/8",
        "example.org",
        "example.org/8",
        "2001:db8::1/32",
        "::/129",
        "1.2.3.4.5",
        "::ffff:10.0.0.1/128",
        "127.1",
        "999.1.1.1",
        "::ffff:a00:1"
      })
  void refusesWhatIsNoBlock(String text) {
    assertThat(AddressBlock.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "web",
        "web-1",
        "a23456789-b23456789-c23456789-d23456789-e23456789-f23456789-abc"
      })
  void takesNamesThatAServiceCanHave(String name) {
    assertThat(ServiceName.parse(name)).contains(new ServiceName(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1web",
        "Web",
        "web-",
        "-web",
        "web.1",
        "web_1",
        "网络",
        "a23456789-b23456789-c23456789-d23456789-e23456789-f23456789-abcd"
      })
  void refusesNamesThatAServiceCannotHave(String name) {
    assertThat(ServiceName.parse(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web-1",
        "1st",
        "---",
        "a.b.c",
        "虚拟机",
        "a-name-that-is-much-longer-than-what-a-service-may-be-called-by-anybody-at-all"
      })
  void makesNamesForAnyMachine(String machine) {
    for (ServiceType type : ServiceType.values()) {
      String name = ServiceName.generated(machine, type, new UUID(1, 2)).value();
      assertThat(ServiceName.parse(name)).isPresent();
      assertThat(name).isNotEqualTo(ServiceName.generated(machine, type, new UUID(1, 3)).value());
    }
  }

  @Test
  void readsRangesOfPorts() {
    assertThat(PortRange.parse("30000-32767")).contains(PortRange.USUAL_NODE_PORTS);
    for (String wrong : List.of("", "1", "0-1", "2-1", "1-65536", "a-b", "1-2-3", " 1-2")) {
      assertThat(PortRange.parse(wrong)).as(wrong).isEmpty();
    }
    assertThatThrownBy(() -> new PortRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsATenantWithinTheUsualPorts() {
    AccessQuota usual =
        new AccessQuota(100, Set.of(ServiceType.NODE_PORT), PortRange.USUAL_NODE_PORTS);
    AccessQuota quota = new TenantQuota(null, Set.of(), new PortRange(32_000, 40_000)).over(usual);
    assertThat(quota)
        .isEqualTo(
            new AccessQuota(100, Set.of(ServiceType.NODE_PORT), new PortRange(32_000, 32_767)));
    assertThat(TenantQuota.NONE.over(usual)).isEqualTo(usual);
    TenantQuota elsewhere = new TenantQuota(null, Set.of(), new PortRange(1, 2));
    assertThat(elsewhere.over(usual).mostServices()).isZero();
    assertThat(elsewhere.over(AccessQuota.USUAL).types()).containsExactly(ServiceType.CLUSTER_IP);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "STOPPED,   READY,     192.0.2.1, STOPPED, MACHINE_STOPPED",
        "STOPPED,   NOT_READY, -,         STOPPED, MACHINE_STOPPED",
        "RUNNING,   READY,     192.0.2.1, RUNNING, NONE",
        "MIGRATING, READY,     192.0.2.1, RUNNING, NONE",
        "RUNNING,   READY,     -,         PENDING, NO_ADDRESS",
        "RUNNING,   NOT_READY, 192.0.2.1, PENDING, NO_READY_ENDPOINT",
        "PAUSED,    NOT_READY, 192.0.2.1, PENDING, NO_READY_ENDPOINT",
        "STARTING,  NOT_READY, 192.0.2.1, PENDING, NO_READY_ENDPOINT",
        "STOPPING,  READY,     192.0.2.1, RUNNING, NONE",
        "RUNNING,   UNKNOWN,   192.0.2.1, RUNNING, NONE",
        "STARTING,  UNKNOWN,   192.0.2.1, PENDING, NO_READY_ENDPOINT"
      })
  void standsAsItsEndpointsDo(
      VmStatus machine,
      Readiness readiness,
      @Nullable String host,
      ServiceStatus status,
      PendingReason reason) {
    AccessService service = service(ServiceType.NODE_PORT, host, readiness);
    assertThat(service.status(machine)).isEqualTo(status);
    assertThat(service.pendingReason(machine)).isEqualTo(reason);
  }

  @Test
  void isReachedAtTheRightPort() {
    assertThat(service(ServiceType.NODE_PORT, "192.0.2.1", Readiness.READY).accessAddress())
        .isEqualTo("192.0.2.1:30080");
    assertThat(service(ServiceType.LOAD_BALANCER, "lb.test", Readiness.READY).accessAddress())
        .isEqualTo("lb.test:8080");
    assertThat(service(ServiceType.CLUSTER_IP, "2001:db8::1", Readiness.READY).accessAddress())
        .isEqualTo("[2001:db8::1]:8080");
    assertThat(service(ServiceType.CLUSTER_IP, null, Readiness.READY).accessAddress()).isNull();
  }

  private static AccessService service(
      ServiceType type, @Nullable String host, Readiness readiness) {
    return new AccessService(
        new ServiceId(new UUID(1, 1)),
        "web",
        type,
        new VmId(new UUID(2, 2)),
        new VmName("shop", "web-1"),
        List.of(new PortMapping(null, Transport.TCP, 8080, 80, 30_080)),
        host,
        List.of(),
        readiness,
        Instant.EPOCH,
        null);
  }
}
