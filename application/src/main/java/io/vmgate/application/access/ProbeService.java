package io.vmgate.application.access;

import io.vmgate.application.access.ReachabilityProbe.Outcome;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Try whether a service and what stands behind it answer, from where the platform is. */
public final class ProbeService {
  /**
   * Of the ports at the machine itself; more would be a scan. Those at the address are all tried.
   */
  private static final int MOST_ENDPOINTS = 32;

  private final PermissionGate gate;
  private final VmInventory inventory;
  private final ServiceInventory services;
  private final ReachabilityProbe probe;
  private final RateLimiter limiter;
  private final AccessLimits limits;

  public ProbeService(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      ReachabilityProbe probe,
      RateLimiter limiter,
      AccessLimits limits) {
    this.gate = gate;
    this.inventory = inventory;
    this.services = services;
    this.probe = probe;
    this.limiter = limiter;
    this.limits = limits;
  }

  /** Where somebody is looked for. */
  public enum Where {
    /** At the address that people use. */
    ADDRESS,
    /** At the machine itself, in the cluster's network. */
    ENDPOINT
  }

  /**
   * One try.
   *
   * @param host null where there is none to try
   * @param port null where there is none to try
   * @param outcome null for what was not tried: there is no address, or it is no TCP
   */
  public record Check(
      Where where,
      PortMapping mapping,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable Outcome outcome) {
    /** Whether somebody answered. */
    public boolean isReachable() {
      return outcome != null && outcome.answer() == ReachabilityProbe.Answer.CONNECTED;
    }
  }

  /** All tries: every port at the address, then ports at the endpoints, 32 of them at most. */
  public record Report(AccessService service, VmStatus machine, List<Check> checks) {
    public Report {
      checks = List.copyOf(checks);
    }

    /** Whether every TCP port of the service answers at the address that people use. */
    public boolean isReachable() {
      List<Check> atAddress =
          checks.stream()
              .filter(check -> check.where() == Where.ADDRESS)
              .filter(check -> check.mapping().transport() == Transport.TCP)
              .toList();
      return !atAddress.isEmpty() && atAddress.stream().allMatch(Check::isReachable);
    }
  }

  /**
   * Try all at once; takes no longer than one address may.
   *
   * @param vmId as the caller wrote it
   * @param serviceId as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.access.AccessFailure.NotFound}, {@link
   *     io.vmgate.domain.limit.LimitFailure.TooManyCalls}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   */
  public Report probe(Caller caller, String vmId, String serviceId) {
    Vm vm = AccessMachines.find(gate, inventory, caller, vmId, Permission.VM_SERVICE_QUERY);
    AccessService service = AccessMachines.service(services, vm, serviceId);
    limiter.admit(limits.probes(), caller.user().toString()).orRefuse();
    return new Report(service, vm.state().status(), tryAll(planned(service)));
  }

  private static List<Check> planned(AccessService service) {
    List<Check> checks = new ArrayList<>();
    for (PortMapping mapping : service.ports()) {
      checks.add(
          new Check(Where.ADDRESS, mapping, service.host(), service.exposedPort(mapping), null));
    }
    for (PortMapping mapping : service.ports()) {
      for (String endpoint : service.endpoints()) {
        checks.add(new Check(Where.ENDPOINT, mapping, endpoint, mapping.targetPort(), null));
      }
      if (service.endpoints().isEmpty()) {
        checks.add(new Check(Where.ENDPOINT, mapping, null, mapping.targetPort(), null));
      }
    }
    return checks.subList(0, Math.min(checks.size(), service.ports().size() + MOST_ENDPOINTS));
  }

  private List<Check> tryAll(List<Check> planned) {
    List<Check> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Check>> tries = new ArrayList<>();
      for (Check check : planned) {
        Callable<Check> attempt = () -> tried(check);
        tries.add(threads.submit(attempt));
      }
      for (Future<Check> each : tries) {
        done.add(each.get());
      }
    } catch (ExecutionException fault) {
      throw new IllegalStateException("a probe failed in itself", fault.getCause());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return planned;
    }
    return done;
  }

  private Check tried(Check check) {
    String host = check.host();
    Integer port = check.port();
    if (host == null || port == null || check.mapping().transport() != Transport.TCP) {
      return check;
    }
    return new Check(
        check.where(),
        check.mapping(),
        host,
        port,
        probe.connect(host, port, limits.probePatience()));
  }
}
