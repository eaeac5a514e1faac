package io.vmgate.rest.access;

import io.vmgate.application.IdSource;
import io.vmgate.application.access.AccessLimits;
import io.vmgate.application.access.ListAccessServices;
import io.vmgate.application.access.ProbeService;
import io.vmgate.application.access.PublishPorts;
import io.vmgate.application.access.WithdrawService;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.limit.Limit;
import io.vmgate.testkit.access.InMemoryAccessQuotas;
import io.vmgate.testkit.access.InMemoryPortGuard;
import io.vmgate.testkit.access.InMemoryPublications;
import io.vmgate.testkit.access.InMemoryServices;
import io.vmgate.testkit.access.ScriptedReachabilityProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** What access services need besides the rest of the contract: services that tests play with. */
public final class AccessParts {
  public final InMemoryServices services = new InMemoryServices(InstantSource.system());
  public final InMemoryPortGuard guard = new InMemoryPortGuard();
  public final InMemoryPublications book = new InMemoryPublications(_ -> true);
  public final InMemoryAccessQuotas quotas = new InMemoryAccessQuotas();
  public final ScriptedReachabilityProbe probe = new ScriptedReachabilityProbe();

  /** The beans, for a server with these. */
  public List<Object> beans(
      PermissionGate gate, VmInventory inventory, RateLimiter limiter, IdSource ids) {
    InstantSource clock = InstantSource.system();
    AccessLimits limits =
        new AccessLimits(
            AccessQuota.USUAL,
            Duration.ofDays(1),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Limit.exact("probes", 5));
    return List.of(
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
            new Random(),
            clock),
        new ListAccessServices(gate, inventory, services),
        new WithdrawService(gate, inventory, services, services, guard, book, limits, clock),
        new ProbeService(gate, inventory, services, probe, limiter, limits));
  }
}
