package io.vmgate.testkit.access;

import io.vmgate.application.access.PortGuard;
import io.vmgate.domain.Failure;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Remembers who may reach what. Every machine is there until it was forgotten. */
public final class InMemoryPortGuard implements PortGuard {
  /** What is said for a service. */
  public record Restriction(List<PortMapping> ports, List<AddressBlock> allowFrom) {
    public Restriction {
      ports = List.copyOf(ports);
      allowFrom = List.copyOf(allowFrom);
    }

    private boolean restricts(Transport transport, int port) {
      return ports.stream()
          .anyMatch(
              each ->
                  each.transport() == transport
                      && each.targetPort() != null
                      && each.targetPort() == port);
    }
  }

  private final Map<VmName, Map<String, Restriction>> restrictions = new TreeMap<>();
  private final Set<VmId> forgotten = new HashSet<>();
  private final Deque<Failure> refusals = new ArrayDeque<>();

  /** The machine is no more. */
  public synchronized void forget(VmId vm, VmName name) {
    forgotten.add(vm);
    restrictions.remove(name);
  }

  /** Refuse the next call; several stand in line. */
  public synchronized void refuseNext(Failure failure) {
    refusals.add(failure);
  }

  /** What is said for the machine, by service; empty where everybody may reach everything. */
  public synchronized Map<String, Restriction> restrictions(VmName vm) {
    return Map.copyOf(restrictions.getOrDefault(vm, Map.of()));
  }

  /** Whether the address may reach the port. */
  public synchronized boolean admits(VmName vm, Transport transport, int port, String from) {
    List<Restriction> concerned =
        restrictions.getOrDefault(vm, Map.of()).values().stream()
            .filter(each -> each.restricts(transport, port))
            .toList();
    return concerned.isEmpty()
        || concerned.stream()
            .flatMap(each -> each.allowFrom().stream())
            .anyMatch(block -> AddressBlocks.contains(block, from));
  }

  @Override
  public synchronized void restrict(
      VmId vm,
      VmName vmName,
      String service,
      List<PortMapping> ports,
      List<AddressBlock> allowFrom) {
    refuseIfPlanned();
    if (forgotten.contains(vm)) {
      throw new VmFailure.NotFound(vm.toString()).toException();
    }
    restrictions
        .computeIfAbsent(vmName, any -> new TreeMap<>())
        .put(service, new Restriction(ports, allowFrom));
  }

  @Override
  public synchronized Set<Restricted> restricted() {
    Set<Restricted> all = new HashSet<>();
    restrictions.forEach(
        (vm, services) ->
            services.keySet().forEach(service -> all.add(new Restricted(vm, service))));
    return all;
  }

  @Override
  public synchronized void lift(VmName vmName, String service) {
    refuseIfPlanned();
    Map<String, Restriction> ofMachine = restrictions.get(vmName);
    if (ofMachine != null) {
      ofMachine.remove(service);
      if (ofMachine.isEmpty()) {
        restrictions.remove(vmName);
      }
    }
  }

  private void refuseIfPlanned() {
    Failure refusal = refusals.poll();
    if (refusal != null) {
      throw refusal.toException();
    }
  }
}
