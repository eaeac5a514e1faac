package io.vmgate.domain.console;

import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describe one time that somebody is, or was, on a machine's console.
 *
 * @param caller who, with the roles held when the link was made
 * @param viewOnly whether keys, pointer and clipboard are dropped
 * @param clientAddress the viewer's network address
 * @param server which of the platform's servers holds the main connection
 * @param end null while it lasts
 */
public record ConsoleSession(
    SessionId id,
    Caller caller,
    VmId vm,
    VmName vmName,
    ConsoleProtocol protocol,
    boolean viewOnly,
    String clientAddress,
    Instant connectedAt,
    ServerId server,
    @Nullable End end) {

  /** How it ended. */
  public record End(Instant at, EndReason reason, Traffic traffic) {}

  /** The same session, ended; one that has ended already stays as it is. */
  public ConsoleSession ended(Instant at, EndReason reason) {
    return end != null
        ? this
        : new ConsoleSession(
            id,
            caller,
            vm,
            vmName,
            protocol,
            viewOnly,
            clientAddress,
            connectedAt,
            server,
            new End(at, reason, Traffic.NONE));
  }
}
