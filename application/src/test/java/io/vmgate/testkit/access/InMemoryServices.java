package io.vmgate.testkit.access;

import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.access.ServicePublisher;
import io.vmgate.domain.Failure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of services: what is published is shown at once, ready, unless a test says otherwise.
 * Every machine is there until it was {@linkplain #forget forgotten}. Safe for any number of
 * threads.
 */
public final class InMemoryServices implements ServiceInventory, ServicePublisher {
  /** Where NodePorts are reached. */
  public static final String NODE = "203.0.113.10";

  /** What stands behind a service as long as nobody says otherwise. */
  public static final String ENDPOINT = "10.244.1.37";

  private static final Comparator<AccessService> FIRST =
      Comparator.comparing((AccessService service) -> service.type() == ServiceType.CLUSTER_IP)
          .thenComparing(AccessService::createdAt)
          .thenComparing(AccessService::name);

  /** What becomes of a call. */
  private record Mishap(Failure failure, boolean isDone) {}

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<ServiceId, AccessService> made = new LinkedHashMap<>();
  private final Map<ServiceId, AccessService> shown = new LinkedHashMap<>();
  private final Set<VmId> forgotten = new HashSet<>();
  private final Map<VmId, List<Integer>> notForwarded = new HashMap<>();
  private final Deque<Mishap> mishaps = new ArrayDeque<>();
  private final List<Publication> publications = new ArrayList<>();
  private boolean isBehind;
  private boolean isHidden;

  /** Begin with no service. */
  public InMemoryServices(InstantSource clock) {
    this.clock = clock;
  }

  /** Add a service as it is, or put it in place of the one of its id; also one of others. */
  public void put(AccessService service) {
    change(
        () -> {
          made.put(service.id(), service);
          shown.put(service.id(), service);
        });
  }

  /** The machine is no more, and its services went with it. */
  public void forget(VmId vm) {
    change(
        () -> {
          forgotten.add(vm);
          made.values().removeIf(service -> service.vm().equals(vm));
          shown.keySet().retainAll(made.keySet());
        });
  }

  /** Stand like that from now on, with these addresses behind it. */
  public void become(ServiceId id, Readiness readiness, String... endpoints) {
    replace(id, old -> with(old, old.host(), List.of(endpoints), readiness));
  }

  /** Be reached there from now on; null for nowhere. */
  public void become(ServiceId id, @Nullable String host) {
    replace(id, old -> with(old, host, old.endpoints(), old.readiness()));
  }

  /** The machine's card lets nothing through to these ports. */
  public void leaveOut(VmId vm, Integer... targetPorts) {
    change(() -> notForwarded.put(vm, List.of(targetPorts)));
  }

  /** Show no more of what happens until it {@linkplain #catchUp catches up}. */
  public void fallBehind() {
    change(() -> isBehind = true);
  }

  /** Show all that has happened. */
  public void catchUp() {
    change(
        () -> {
          isBehind = false;
          shown.clear();
          shown.putAll(made);
        });
  }

  /** Refuse the next call without doing anything; several stand in line. */
  public void refuseNext(Failure failure) {
    change(() -> mishaps.add(new Mishap(failure, false)));
  }

  /** Do what the next call asks and fail all the same; several stand in line. */
  public void failAfterNext(Failure failure) {
    change(() -> mishaps.add(new Mishap(failure, true)));
  }

  /** What was asked to be published, whatever came of it, in order. */
  public List<Publication> publications() {
    return locked(() -> List.copyOf(publications));
  }

  /** All there are, shown or not, in the order in which they were made. */
  public List<AccessService> all() {
    return locked(() -> List.copyOf(made.values()));
  }

  @Override
  public Made publish(Publication publication) {
    return locked(
        () -> {
          publications.add(publication);
          Mishap mishap = mishaps.poll();
          if (mishap != null && !mishap.isDone()) {
            throw mishap.failure().toException();
          }
          ServiceId id = make(publication);
          changed.signalAll();
          if (mishap != null) {
            throw mishap.failure().toException();
          }
          List<Integer> left = notForwarded.getOrDefault(publication.vm(), List.of());
          return new Made(
              id,
              publication.ports().stream()
                  .map(PortMapping::targetPort)
                  .filter(Objects::nonNull)
                  .filter(left::contains)
                  .toList());
        });
  }

  @Override
  public boolean withdraw(AccessService service) {
    return locked(
        () -> {
          Mishap mishap = mishaps.poll();
          if (mishap != null && !mishap.isDone()) {
            throw mishap.failure().toException();
          }
          boolean was = made.remove(service.id()) != null;
          if (!isBehind) {
            shown.remove(service.id());
          }
          changed.signalAll();
          if (mishap != null) {
            throw mishap.failure().toException();
          }
          return was;
        });
  }

  /** Let nobody see services, or let them again. */
  public void hide(boolean whether) {
    change(() -> isHidden = whether);
  }

  @Override
  public boolean areKnown() {
    return locked(() -> !isHidden);
  }

  @Override
  public List<AccessService> leadingTo(VmId vm) {
    return locked(
        () -> visible().stream().filter(service -> service.vm().equals(vm)).sorted(FIRST).toList());
  }

  @Override
  public List<AccessService> ours() {
    return locked(() -> visible().stream().filter(AccessService::isOurs).toList());
  }

  @Override
  public boolean awaitShown(ServiceId id, Duration patience) {
    return await(() -> shown.containsKey(id), patience);
  }

  @Override
  public boolean awaitGone(ServiceId id, Duration patience) {
    return await(() -> !shown.containsKey(id), patience);
  }

  private Collection<AccessService> visible() {
    return isHidden ? List.of() : shown.values();
  }

  private ServiceId make(Publication publication) {
    if (forgotten.contains(publication.vm())) {
      throw new VmFailure.NotFound(publication.vm().toString()).toException();
    }
    for (AccessService other : made.values()) {
      if (other.vmName().namespace().equals(publication.vmName().namespace())
          && other.name().equals(publication.name().value())) {
        if (other.terms() != null
            && other.terms().request().equals(publication.terms().request())) {
          return other.id();
        }
        throw new AccessFailure.NameTaken(other.name()).toException();
      }
    }
    ServiceId id = new ServiceId(new UUID(0x5e, publications.size()));
    AccessService service =
        new AccessService(
            id,
            publication.name().value(),
            publication.type(),
            publication.vm(),
            publication.vmName(),
            ports(publication),
            host(publication.type()),
            List.of(ENDPOINT),
            Readiness.READY,
            clock.instant(),
            publication.terms());
    made.put(id, service);
    if (!isBehind) {
      shown.put(id, service);
    }
    return id;
  }

  private @Nullable String host(ServiceType type) {
    return switch (type) {
      case NODE_PORT -> NODE;
      case CLUSTER_IP -> "10.43.0." + publications.size();
      case LOAD_BALANCER -> null;
    };
  }

  private List<PortMapping> ports(Publication publication) {
    Set<Integer> taken = new HashSet<>();
    made.values().stream()
        .flatMap(service -> service.ports().stream())
        .map(PortMapping::nodePort)
        .filter(Objects::nonNull)
        .forEach(taken::add);
    List<PortMapping> asked = publication.ports();
    for (int i = 0; i < asked.size(); i++) {
      Integer nodePort = asked.get(i).nodePort();
      if (nodePort != null && !taken.add(nodePort)) {
        throw new AccessFailure.NodePortTaken(i, nodePort).toException();
      }
    }
    List<PortMapping> ports = new ArrayList<>();
    for (PortMapping port : asked) {
      String name = port.name();
      if (name == null && asked.size() > 1) {
        name = port.transport().name().toLowerCase(Locale.ROOT) + "-" + port.port();
      }
      Integer nodePort = publication.type().hasNodePorts() ? port.nodePort() : null;
      if (publication.type().hasNodePorts() && nodePort == null) {
        nodePort = free(taken);
      }
      ports.add(new PortMapping(name, port.transport(), port.port(), port.targetPort(), nodePort));
    }
    return ports;
  }

  private static int free(Set<Integer> taken) {
    PortRange range = PortRange.USUAL_NODE_PORTS;
    for (int port = range.first(); port <= range.last(); port++) {
      if (taken.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port of the nodes is free");
  }

  private static AccessService with(
      AccessService old, @Nullable String host, List<String> endpoints, Readiness readiness) {
    return new AccessService(
        old.id(),
        old.name(),
        old.type(),
        old.vm(),
        old.vmName(),
        old.ports(),
        host,
        endpoints,
        readiness,
        old.createdAt(),
        old.terms());
  }

  private void replace(ServiceId id, UnaryOperator<AccessService> change) {
    change(
        () -> {
          AccessService changed = made.computeIfPresent(id, (any, old) -> change.apply(old));
          if (changed != null && !isBehind) {
            shown.put(id, changed);
          }
        });
  }

  private boolean await(BooleanSupplier condition, Duration patience) {
    return locked(
        () -> {
          long left = patience.toNanos();
          try {
            while (!condition.getAsBoolean() && left > 0) {
              left = changed.awaitNanos(left);
            }
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          return condition.getAsBoolean();
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
