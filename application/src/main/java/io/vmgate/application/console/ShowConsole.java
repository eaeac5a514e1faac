package io.vmgate.application.console;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Show who is on a machine's consoles, on whatever server. */
public final class ShowConsole {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final SessionBook sessions;
  private final LiveConsoles held;
  private final LatencyBook elsewhere;

  /**
   * @param held the sessions of this server
   * @param elsewhere what other servers tell of theirs
   */
  public ShowConsole(
      PermissionGate gate,
      VmInventory inventory,
      SessionBook sessions,
      LiveConsoles held,
      LatencyBook elsewhere) {
    this.gate = gate;
    this.inventory = inventory;
    this.sessions = sessions;
    this.held = held;
    this.elsewhere = elsewhere;
  }

  /**
   * Show the machine's sessions.
   *
   * @param vmId as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet, {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public ConsoleReport show(Caller caller, String vmId) {
    Vm vm = ConsoleMachines.find(gate, inventory, caller, vmId);
    List<ConsoleSession> live = sessions.live(caller.tenant(), vm.id());
    return new ConsoleReport(
        live,
        latencies(caller.tenant(), live),
        sessions.lastEnded(caller.tenant(), vm.id()).orElse(null));
  }

  private Map<SessionId, Duration> latencies(TenantId tenant, List<ConsoleSession> live) {
    Map<SessionId, Duration> latencies = new HashMap<>();
    Set<SessionId> unknown = new HashSet<>();
    for (ConsoleSession session : live) {
      held.latency(session.id())
          .ifPresentOrElse(
              latency -> latencies.put(session.id(), latency), () -> unknown.add(session.id()));
    }
    if (!unknown.isEmpty()) {
      latencies.putAll(elsewhere.noted(tenant, unknown));
    }
    return latencies;
  }
}
