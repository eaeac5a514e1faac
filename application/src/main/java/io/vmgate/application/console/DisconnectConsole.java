package io.vmgate.application.console;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** End the sessions on a machine's consoles, on whatever server. */
public final class DisconnectConsole {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final SessionBook sessions;
  private final SessionBell bell;
  private final InstantSource clock;

  public DisconnectConsole(
      PermissionGate gate,
      VmInventory inventory,
      SessionBook sessions,
      SessionBell bell,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.sessions = sessions;
    this.bell = bell;
    this.clock = clock;
  }

  /**
   * End what is meant. Returns once that is written down; the connections themselves end within a
   * second.
   *
   * @param vmId as the caller wrote it
   * @param reading reads which sessions are meant; called once the caller was let through
   * @return how many were ended; 0 when nobody was there, which is no failure
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, what reading throws, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet, {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public int disconnect(Caller caller, String vmId, Supplier<Meant> reading) {
    Vm vm = ConsoleMachines.find(gate, inventory, caller, vmId);
    Meant meant = reading.get();
    Set<SessionId> ended =
        sessions.end(
            caller.tenant(),
            vm.id(),
            session ->
                (meant.session() == null || meant.session().equals(session.id()))
                    && (meant.protocol() == null || meant.protocol() == session.protocol()),
            new EndReason.Disconnected(caller.username()),
            clock.instant());
    bell.ring(ended);
    return ended.size();
  }

  /**
   * Say which of the machine's sessions are meant: all that both apply to.
   *
   * @param session null for any
   * @param protocol null for any
   */
  public record Meant(@Nullable SessionId session, @Nullable ConsoleProtocol protocol) {
    /** All of them. */
    public static final Meant ALL = new Meant(null, null);
  }
}
