package io.vmgate.domain.access;

import io.vmgate.domain.access.AccessService.PendingReason;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe a service as a list shows it, while its machine stands as it does. Two summaries are
 * equal when nobody sees a difference, whatever has changed behind the service.
 *
 * @param vm the machine it leads to
 * @param reason why it does not run
 * @param terms what the platform keeps with its own; null for one that others made
 */
public record ServiceSummary(
    ServiceId id,
    String name,
    ServiceType type,
    VmId vm,
    VmName vmName,
    List<Port> ports,
    ServiceStatus status,
    PendingReason reason,
    Instant createdAt,
    @Nullable Terms terms) {
  public ServiceSummary {
    ports = List.copyOf(ports);
  }

  /**
   * A port, and where it is reached.
   *
   * @param address {@code host:port}; null while it is nowhere
   */
  public record Port(PortMapping mapping, @Nullable String address) {}

  /**
   * What people see of its {@link AccessTerms}.
   *
   * @param madeBy name of the user who asked for it
   * @param expiresAt when it is to be removed; null for never
   * @param allowFrom who may reach it; empty for anybody
   * @param extra a JSON object of the caller's; null for none
   */
  public record Terms(
      String madeBy,
      @Nullable Instant expiresAt,
      List<AddressBlock> allowFrom,
      @Nullable String extra) {
    public Terms {
      allowFrom = List.copyOf(allowFrom);
    }
  }

  /**
   * Take what a list shows of the service.
   *
   * @param machine the status of its machine
   */
  public static ServiceSummary of(AccessService service, VmStatus machine) {
    return new ServiceSummary(
        service.id(),
        service.name(),
        service.type(),
        service.vm(),
        service.vmName(),
        service.ports().stream().map(port -> new Port(port, service.addressOf(port))).toList(),
        service.status(machine),
        service.pendingReason(machine),
        service.createdAt(),
        of(service.terms()));
  }

  private static @Nullable Terms of(@Nullable AccessTerms terms) {
    return terms == null
        ? null
        : new Terms(terms.madeBy(), terms.expiresAt(), terms.allowFrom(), terms.extra());
  }

  /** Where its first port is reached, {@code host:port}; null while it is nowhere. */
  public @Nullable String accessAddress() {
    return ports.isEmpty() ? null : ports.getFirst().address();
  }
}
