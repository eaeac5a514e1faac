package io.vmgate.application.access;

import io.vmgate.application.duty.Duties;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.application.tenant.NamespaceOwners;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remove services whose time is over, on one replica at a time.
 *
 * <p>To be called every {@link #INTERVAL} on each. The one that has the duty keeps it by that; when
 * it dies another has it before a minute is over. The event is written with the duty's own fence,
 * as one that goes on before the service is removed and as one that has ended after that, under an
 * id made of the service's: however often a removal is tried, there is one event of it.
 */
public final class ExpireServices {
  private static final Logger LOG = LoggerFactory.getLogger(ExpireServices.class);

  /** What the duty is called. */
  public static final String DUTY = "expire services";

  /** How often to call. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Duration TERM = Duration.ofSeconds(30);

  /** A removal takes less, if whoever began it is still at it. */
  private static final Duration UNANSWERED = Duration.ofMinutes(1);

  /** A service that is there so long after its removal began has not been removed. */
  private static final Duration HOPELESS = Duration.ofMinutes(10);

  private final Duties duties;
  private final UUID replica;
  private final TenantDirectory tenants;
  private final VmInventory inventory;
  private final ServiceInventory services;
  private final Removal removal;
  private final PublicationBook book;
  private final InstantSource clock;

  /**
   * Remove expired services.
   *
   * @param replica which this is
   */
  public ExpireServices(
      Duties duties,
      UUID replica,
      TenantDirectory tenants,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      InstantSource clock) {
    this.duties = duties;
    this.replica = replica;
    this.tenants = tenants;
    this.inventory = inventory;
    this.services = services;
    this.removal = new Removal(publisher, guard);
    this.book = book;
    this.clock = clock;
  }

  /**
   * Remove what has expired, if that is this replica's duty. One that cannot be removed holds up no
   * other and is tried again the next time.
   *
   * @return how many were removed
   * @throws FailureException {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public int expire() {
    if (inventory.state() instanceof InventoryState.Unsynced) {
      return 0; // what is not known cannot be removed; another may know
    }
    Optional<Duty> duty = duties.take(DUTY, replica, TERM);
    return duty.isEmpty() ? 0 : expire(duty.get());
  }

  private int expire(Duty duty) {
    Instant now = clock.instant();
    endRemovals(duty, now);
    List<AccessService> expired =
        services.ours().stream().filter(service -> service.isExpired(now)).toList();
    if (expired.isEmpty()) {
      return 0;
    }
    Map<String, TenantId> owners = NamespaceOwners.of(tenants);
    int removed = 0;
    for (AccessService service : expired) {
      TenantId tenant = owners.get(service.vmName().namespace());
      try {
        if (tenant == null) {
          removal.remove(service); // nobody's namespace any more, so nobody to tell
        } else if (!remove(duty, tenant, service, now)) {
          return removed;
        }
        removed++;
      } catch (FailureException away) {
        LOG.warn(
            "service {}/{} has expired and cannot be removed yet: {}",
            service.vmName().namespace(),
            service.name(),
            away.getMessage());
      }
    }
    return removed;
  }

  /** Answers whether the duty is still ours. */
  private boolean remove(Duty duty, TenantId tenant, AccessService service, Instant now) {
    VmEvent begun =
        RemovalEvents.begun(EventType.SERVICE_EXPIRED, tenant, service, VmEvent.SYSTEM, now);
    if (!write(duty, begun)) {
      return false;
    }
    removal.remove(service);
    return write(duty, RemovalEvents.ended(begun, TaskStatus.SUCCESS, clock.instant()));
  }

  /**
   * End the events of removals that nobody ended, since an answer was lost or a replica died: a
   * service that is not there has been removed, and one that is there after a while has not.
   */
  private void endRemovals(Duty duty, Instant now) {
    if (!services.areKnown()) {
      return;
    }
    Set<ServiceId> shown =
        services.ours().stream().map(AccessService::id).collect(Collectors.toSet());
    for (VmEvent event : book.removalsUnderWay(now.minus(UNANSWERED))) {
      if (!(event.origin() instanceof VmEvent.Origin.Access(var service, _, _))) {
        continue;
      }
      if (!shown.contains(service)) {
        write(duty, RemovalEvents.ended(event, TaskStatus.SUCCESS, now));
      } else if (event.at().isBefore(now.minus(HOPELESS))
          && event.type() == EventType.UNPUBLISH) { // one that has expired is tried again
        write(duty, RemovalEvents.ended(event, TaskStatus.FAILED, now));
      }
    }
  }

  private boolean write(Duty duty, VmEvent event) {
    String name =
        event.origin() instanceof VmEvent.Origin.Access(_, var serviceName, _) ? serviceName : "";
    return book.expired(duty, event.tenant(), event.name().namespace(), name, event);
  }
}
