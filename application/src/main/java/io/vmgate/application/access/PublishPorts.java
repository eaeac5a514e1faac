package io.vmgate.application.access;

import io.vmgate.application.IdSource;
import io.vmgate.application.access.PublicationBook.Answer;
import io.vmgate.application.access.PublicationBook.Reservation;
import io.vmgate.application.access.ServicePublisher.Made;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceName;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publish ports of a machine as a service of the cluster. */
public final class PublishPorts {
  private static final Logger LOG = LoggerFactory.getLogger(PublishPorts.class);

  /** How long a place in the quota is held for a service that is not shown yet. */
  private static final Duration HELD = Duration.ofMinutes(1);

  private final PermissionGate gate;
  private final VmInventory inventory;
  private final ServiceInventory services;
  private final ServicePublisher publisher;
  private final PortGuard guard;
  private final PublicationBook book;
  private final AccessQuotas quotas;
  private final AccessLimits limits;
  private final IdSource ids;
  private final InstantSource clock;
  private final AccessRules rules;

  /**
   * Publish ports.
   *
   * @param chance chooses node ports where a tenant may have some of them only
   */
  public PublishPorts(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      AccessQuotas quotas,
      AccessLimits limits,
      IdSource ids,
      RandomGenerator chance,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.services = services;
    this.publisher = publisher;
    this.guard = guard;
    this.book = book;
    this.quotas = quotas;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
    this.rules = new AccessRules(limits.usual().nodePorts(), chance);
  }

  /** A service as it was made, and how its machine stands. */
  public record Published(VmStatus machine, Answer answer) {}

  /**
   * Make the service. It is in every list when this returns, unless the cluster is slow.
   *
   * @param vmId as the caller wrote it
   * @param reading reads what the caller asks for; called once the caller was let through
   * @return what was made; what the first request made when this repeats it
   * @throws FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, what reading throws, {@link
   *     TaskFailure.KeyReused}, {@link io.vmgate.domain.InputFailure.InvalidFields}, {@link
   *     AccessFailure.NoPodNetwork}, {@link AccessFailure.QuotaReached}, {@link
   *     AccessFailure.NameTaken}, {@link AccessFailure.NodePortTaken}: in this order, and then
   *     nothing was made; the failures of the cluster and the database, after which nobody knows:
   *     repeating the request with its key does no harm
   */
  public Published publish(Caller caller, String vmId, Supplier<AccessRequest> reading) {
    Vm vm = AccessMachines.find(gate, inventory, caller, vmId, Permission.VM_SERVICE_CREATE);
    AccessRequest request = reading.get();
    Instant now = clock.instant();
    ServiceName name = name(request, vm);
    PublicationBook.Request entry = entry(caller, vm, request, name, now);
    Answer answer =
        switch (reserve(caller, vm, request, entry, now)) {
          case Reservation.Reserved() -> make(caller, vm, request, entry.id(), name, now);
          case Reservation.Repeated(var first) -> first;
          case Reservation.Unfinished(var first, var firstName) ->
              makeAgain(caller, vm, request, first, new ServiceName(firstName), now);
          case Reservation.KeyReused() ->
              throw new TaskFailure.KeyReused(String.valueOf(request.idempotencyKey()))
                  .toException();
          case Reservation.Full() ->
              throw new AccessFailure.QuotaReached(quota(caller).mostServices()).toException();
        };
    return new Published(vm.state().status(), answer);
  }

  private Reservation reserve(
      Caller caller, Vm vm, AccessRequest request, PublicationBook.Request entry, Instant now) {
    Optional<Reservation> known = entry.key() == null ? Optional.empty() : book.find(entry);
    if (known.isPresent() && !(known.get() instanceof Reservation.Unfinished)) {
      return known.get();
    }
    AccessQuota quota = quota(caller);
    rules.check(request, quota, now);
    AccessRules.requirePodNetwork(vm);
    AccessMachines.requireKnown(services);
    return book.reserve(entry, shownNames(caller), now.minus(HELD), quota.mostServices());
  }

  private ServiceName name(AccessRequest request, Vm vm) {
    ServiceName wanted = request.name();
    return wanted == null
        ? ServiceName.generated(vm.name().name(), request.type(), ids.next())
        : wanted;
  }

  private PublicationBook.Request entry(
      Caller caller, Vm vm, AccessRequest request, ServiceName name, Instant now) {
    return new PublicationBook.Request(
        ids.next(),
        caller.tenant(),
        caller.user(),
        request.idempotencyKey(),
        request.fingerprintOf(vm.id().toString()),
        now.minus(limits.requestKeys()),
        vm.id(),
        vm.name().namespace(),
        name.value(),
        now);
  }

  private AccessQuota quota(Caller caller) {
    return quotas.of(caller.tenant()).over(limits.usual());
  }

  private Set<VmName> shownNames(Caller caller) {
    Set<String> namespaces = gate.admit(caller).map(Tenant::namespaces).orElseGet(Set::of);
    return services.ours().stream()
        .map(service -> new VmName(service.vmName().namespace(), service.name()))
        .filter(name -> namespaces.contains(name.namespace()))
        .collect(Collectors.toSet());
  }

  private Answer make(
      Caller caller, Vm vm, AccessRequest request, UUID id, ServiceName name, Instant now) {
    AccessTerms terms = terms(caller, request, id, now);
    Made made;
    try {
      guard(vm, request, id); // first, so that there is no moment in which everybody may come
      made = publish(caller, vm, request, name, terms);
    } catch (FailureException failed) {
      if (isRefusal(failed)) {
        undo(caller, vm, request, id);
      }
      throw failed;
    }
    return answer(caller, vm, request, name, terms, made);
  }

  /**
   * Go on where nobody knows how far the first request came. Nothing is undone: a refusal may be
   * about what the first one made.
   */
  private Answer makeAgain(
      Caller caller, Vm vm, AccessRequest request, UUID id, ServiceName name, Instant now) {
    AccessTerms terms = terms(caller, request, id, now);
    guard(vm, request, id);
    Made made = publish(caller, vm, request, name, terms);
    Answer answer = answer(caller, vm, request, name, terms, made);
    guard(vm, request, id); // what was said long ago may have been lifted before it was shown
    return answer;
  }

  private static AccessTerms terms(Caller caller, AccessRequest request, UUID id, Instant now) {
    return new AccessTerms(
        id,
        caller.username(),
        request.expiry() == null ? null : request.expiry().from(now),
        request.allowFrom(),
        request.extra());
  }

  private void guard(Vm vm, AccessRequest request, UUID id) {
    if (Removal.isGuarded(request.type(), !request.allowFrom().isEmpty())) {
      guard.restrict(vm.id(), vm.name(), Removal.keyOf(id), request.ports(), request.allowFrom());
    }
  }

  private Answer answer(
      Caller caller, Vm vm, AccessRequest request, ServiceName name, AccessTerms terms, Made made) {
    AccessService service = shown(vm, request, name, terms, made);
    Answer answer = new Answer(service, made.portsNotForwarded());
    UUID id = terms.request();
    book.published(
        caller.tenant(),
        id,
        answer,
        VmEvent.of(
            EventType.PUBLISH, id, caller.tenant(), service, caller.username(), clock.instant()));
    return answer;
  }

  private Made publish(
      Caller caller, Vm vm, AccessRequest request, ServiceName name, AccessTerms terms) {
    AccessQuota quota = quota(caller);
    NodePortChoice choice = rules.choose(request, quota, shownNodePorts());
    while (choice.isComplete()) {
      try {
        return publisher.publish(
            new ServicePublisher.Publication(
                vm.id(), vm.name(), name, request.type(), choice.ports(), terms));
      } catch (FailureException failed) {
        if (!(failed.failure() instanceof AccessFailure.NodePortTaken(var index, _))
            || !choice.isOurs(index)) {
          throw failed;
        }
        choice.replace(index);
      }
    }
    throw new AccessFailure.NodePortsUsedUp(quota.nodePorts()).toException();
  }

  private Set<Integer> shownNodePorts() {
    return services.ours().stream()
        .flatMap(service -> service.ports().stream())
        .map(PortMapping::nodePort)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Whether it is known that nothing was made. */
  private static boolean isRefusal(FailureException failed) {
    return !(failed.failure() instanceof PlatformFailure)
        || failed.failure() instanceof PlatformFailure.ClusterRefused;
  }

  private void undo(Caller caller, Vm vm, AccessRequest request, UUID id) {
    try {
      if (Removal.isGuarded(request.type(), !request.allowFrom().isEmpty())) {
        guard.lift(vm.name(), Removal.keyOf(id));
      }
      book.failed(caller.tenant(), id);
    } catch (FailureException away) {
      // What the caller is told is why there is no service; the place is free again in a minute.
      LOG.warn("what was reserved for request {} stays for a while: {}", id, away.getMessage());
    }
  }

  /** As the inventory shows it; as it was asked for while the cluster has not told of it. */
  private AccessService shown(
      Vm vm, AccessRequest request, ServiceName name, AccessTerms terms, Made made) {
    services.awaitShown(made.id(), limits.showPatience());
    return services.leadingTo(vm.id()).stream()
        .filter(service -> service.id().equals(made.id()))
        .findFirst()
        .orElseGet(
            () ->
                new AccessService(
                    made.id(),
                    name.value(),
                    request.type(),
                    vm.id(),
                    vm.name(),
                    request.ports(),
                    null,
                    List.of(),
                    Readiness.UNKNOWN,
                    clock.instant(),
                    terms));
  }
}
