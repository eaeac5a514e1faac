package io.vmgate.application.access;

import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was asked to be published, each request within sight of its tenant only.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; whether something was written is then not known.
 */
public interface PublicationBook {
  /** Find what the key's first request came to; empty when there was none. Nothing is written. */
  Optional<Reservation> find(Request request);

  /**
   * Reserve a name and a place in the tenant's share: all or nothing, one request of a tenant at a
   * time. A place is held for {@code heldSince} on, or until the request failed or the service was
   * withdrawn; a service that is shown by then needs none.
   *
   * @param shown namespace and name of the tenant's services that are shown
   * @param heldSince older reservations take no place
   * @param most how many services the tenant may have
   */
  Reservation reserve(Request request, Set<VmName> shown, Instant heldSince, int most);

  /** Write down what the request is answered with, and the event that it is. */
  void published(TenantId tenant, UUID request, Answer answer, VmEvent event);

  /** Forget a request that came to nothing, and its key. */
  void failed(TenantId tenant, UUID request);

  /** Write an event about a service, or write over that of the same id. */
  void note(TenantId tenant, VmEvent event);

  /** Give the place of a service back, and write the event as {@link #note} does. */
  void withdrawn(TenantId tenant, String namespace, String name, VmEvent event);

  /**
   * List events of removals, of all tenants, that began before the instant and have not ended; some
   * at a time, the oldest first.
   */
  List<VmEvent> removalsUnderWay(Instant before);

  /**
   * Give the place of an expired service back, and write the event, once for each id of an event.
   *
   * @param duty of whoever removes it
   * @return whether the duty was still the caller's; otherwise nothing was written
   */
  boolean expired(Duty duty, TenantId tenant, String namespace, String name, VmEvent event);

  /**
   * Forget requests made before the instant, some at a time and never two replicas at once.
   *
   * @return how many were forgotten; 0 also while another replica is at it
   */
  int forget(TenantId tenant, Instant before);

  /**
   * A request to publish something.
   *
   * @param id chosen by the caller
   * @param key Idempotency-Key; null for none
   * @param fingerprint the same for the same request, another for another
   * @param keysValidSince older requests of this key are forgotten
   * @param serviceName that it is to have
   */
  record Request(
      UUID id,
      TenantId tenant,
      UserId user,
      @Nullable String key,
      String fingerprint,
      Instant keysValidSince,
      VmId vm,
      String namespace,
      String serviceName,
      Instant at) {}

  /**
   * What a request was answered with.
   *
   * @param portsNotForwarded as {@link ServicePublisher.Made} has it
   */
  record Answer(AccessService service, List<Integer> portsNotForwarded) {
    public Answer {
      portsNotForwarded = List.copyOf(portsNotForwarded);
    }
  }

  /** What became of a request. */
  sealed interface Reservation {
    /** It may go on. */
    record Reserved() implements Reservation {}

    /** It came before, and was answered like this. */
    record Repeated(Answer first) implements Reservation {}

    /**
     * It came before and nobody knows what came of it: it is to go on under the first one's id and
     * name.
     */
    record Unfinished(UUID first, String serviceName) implements Reservation {}

    /** Its key came before with another request. */
    record KeyReused() implements Reservation {}

    /** The tenant has as many services as it may. */
    record Full() implements Reservation {}
  }
}
