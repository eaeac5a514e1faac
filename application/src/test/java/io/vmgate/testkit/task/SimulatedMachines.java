package io.vmgate.testkit.task;

import io.vmgate.application.task.MachinePower;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import io.vmgate.testkit.vm.VmBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Machines that live by themselves, a step every few milliseconds, and an inventory of them. */
public final class SimulatedMachines implements MachinePower, AutoCloseable {
  private static final long STEP_MILLIS = 10;

  private final InMemoryVmInventory inventory = new InMemoryVmInventory();
  private final Map<VmId, SimulatedMachine> machines = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger mostCallsAtOnce = new AtomicInteger();
  private final ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();
  private final Phaser lived = new Phaser(1);
  private volatile int delaySteps;

  public SimulatedMachines() {
    life.scheduleWithFixedDelay(this::live, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Add a running machine of namespace shop. */
  public SimulatedMachine add(String name) {
    SimulatedMachine machine = new SimulatedMachine("shop", name).running();
    inventory.put(machine.vm());
    machines.put(machine.id(), machine);
    return machine;
  }

  /** The machine of that name. */
  public SimulatedMachine of(String name) {
    return machine(new VmName("shop", name));
  }

  public InMemoryVmInventory inventory() {
    return inventory;
  }

  public List<SimulatedMachine> all() {
    return List.copyOf(machines.values());
  }

  /** The most calls that were under way at the same time. */
  public int mostCallsAtOnce() {
    return mostCallsAtOnce.get();
  }

  /** Answer each call only when the machines have lived so many steps more. */
  public void answerAfter(int steps) {
    delaySteps = steps;
  }

  @Override
  public Sighting look(VmId id, VmName name) {
    begin();
    try {
      return machine(name).look(id, name);
    } finally {
      calls.decrementAndGet();
    }
  }

  @Override
  public PowerAnswer ask(VmName name, TaskAction action, boolean force) {
    begin();
    try {
      return machine(name).ask(name, action, force);
    } finally {
      calls.decrementAndGet();
    }
  }

  @Override
  public void close() {
    life.shutdownNow();
    lived.forceTermination();
  }

  private void begin() {
    mostCallsAtOnce.accumulateAndGet(calls.incrementAndGet(), Math::max);
    for (int i = delaySteps, step = lived.getPhase(); i > 0; i--) {
      step = lived.awaitAdvance(step);
    }
  }

  private void live() {
    for (SimulatedMachine machine : machines.values()) {
      machine.proceed();
      inventory.put(machine.vm());
    }
    lived.arrive();
  }

  private SimulatedMachine machine(VmName name) {
    return Objects.requireNonNull(machines.get(VmBuilder.idOf(name)));
  }
}
