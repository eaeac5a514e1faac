package io.vmgate.application.access;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.access.PublishPorts.Published;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceName;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.limit.Limit;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.domain.vm.Vm;
import io.vmgate.testkit.CountingIds;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.InMemoryAccessQuotas;
import io.vmgate.testkit.access.InMemoryPortGuard;
import io.vmgate.testkit.access.InMemoryPublications;
import io.vmgate.testkit.access.InMemoryServices;
import io.vmgate.testkit.access.ScriptedReachabilityProbe;
import io.vmgate.testkit.duty.InMemoryDuties;
import io.vmgate.testkit.limit.InMemoryRateLimiter;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Tenant acme with machines of several kinds, and everything that publishes their ports. */
final class AccessFixture {
  static final Vm VM = aVm().named("shop", "web-1").onlyOn(NetworkType.POD).build();
  static final Vm STOPPED = aVm().named("shop", "web-2").stopped().build();
  static final Vm ELSEWHERE = aVm().named("shop", "lan-1").onlyOn(NetworkType.MULTUS).build();
  static final Vm FOREIGN = aVm().named("research", "gpu-1").build();
  static final Caller ANN = aCaller().operator().named("ann").build();
  static final Caller VIEWER = aCaller().viewer().named("vic").build();
  static final Caller NOBODY = aCaller().named("nobody").build();

  final ManualClock clock = new ManualClock();
  final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(
          aTenant("acme").owning("shop").build(), aTenant("globex").owning("research").build());
  final InMemoryVmInventory inventory = new InMemoryVmInventory(VM, STOPPED, ELSEWHERE, FOREIGN);
  final InMemoryServices services = new InMemoryServices(clock);
  final InMemoryPortGuard guard = new InMemoryPortGuard();
  final InMemoryDuties duties = new InMemoryDuties(clock);
  final InMemoryPublications book = new InMemoryPublications(duties::holds);
  final InMemoryAccessQuotas quotas = new InMemoryAccessQuotas();
  final ScriptedReachabilityProbe probe = new ScriptedReachabilityProbe();
  final PermissionGate gate = new PermissionGate(tenants);
  final CountingIds ids = new CountingIds();
  final AccessLimits limits =
      new AccessLimits(
          AccessQuota.USUAL,
          Duration.ofDays(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(3),
          Limit.exact("probes", 3));
  final PublishPorts publishPorts =
      new PublishPorts(
          gate,
          inventory,
          services,
          services,
          guard,
          book,
          quotas,
          limits,
          ids,
          new Random(1),
          clock);
  final WithdrawService withdrawService =
      new WithdrawService(gate, inventory, services, services, guard, book, limits, clock);
  final ListAccessServices listAccessServices = new ListAccessServices(gate, inventory, services);
  final ProbeService probeService =
      new ProbeService(gate, inventory, services, probe, new InMemoryRateLimiter(clock), limits);

  Published publish(AccessRequest request) {
    return publishPorts.publish(ANN, VM.id().toString(), () -> request);
  }

  ExpireServices expireServices(UUID replica) {
    return new ExpireServices(
        duties, replica, tenants, inventory, services, services, guard, book, clock);
  }

  static Failure failureOf(ThrowingCallable call) {
    FailureException thrown = catchThrowableOfType(FailureException.class, call);
    if (thrown == null) {
      throw new AssertionError("nothing was refused");
    }
    return thrown.failure();
  }

  static AccessRequest request(ServiceType type, PortMapping... ports) {
    return new AccessRequest(type, null, List.of(ports), null, List.of(), null, null);
  }

  static AccessRequest named(String name) {
    return new AccessRequest(
        ServiceType.NODE_PORT,
        new ServiceName(name),
        List.of(tcp(8080, 80, null)),
        null,
        List.of(),
        null,
        null);
  }

  static AccessRequest allowing(ServiceType type, String... blocks) {
    return new AccessRequest(
        type,
        new ServiceName("guarded"),
        List.of(tcp(8080, 80, null)),
        null,
        List.of(blocks).stream().map(block -> AddressBlock.parse(block).orElseThrow()).toList(),
        null,
        null);
  }

  static AccessRequest expiring(String name, Expiry expiry) {
    return new AccessRequest(
        ServiceType.NODE_PORT,
        new ServiceName(name),
        List.of(tcp(8080, 80, null)),
        expiry,
        List.of(),
        null,
        null);
  }

  static AccessRequest keyed(String key, int port) {
    return new AccessRequest(
        ServiceType.NODE_PORT,
        null,
        List.of(tcp(port, 80, null)),
        new Expiry.After(Duration.ofHours(1)),
        List.of(),
        "{\"case\":7}",
        key);
  }

  static PortMapping tcp(int port, int targetPort, @Nullable Integer nodePort) {
    return new PortMapping(null, Transport.TCP, port, targetPort, nodePort);
  }
}
