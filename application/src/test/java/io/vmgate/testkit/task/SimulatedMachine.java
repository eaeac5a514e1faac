package io.vmgate.testkit.task;

import static io.vmgate.testkit.vm.VmBuilder.aVm;

import io.vmgate.application.task.MachinePower;
import io.vmgate.domain.task.MachineSight;
import io.vmgate.domain.task.MachineSight.Run;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A single machine that does at once what KubeVirt would begin, and goes on when told to; its
 * answers can be scripted. Counts what it was asked for.
 */
public final class SimulatedMachine implements MachinePower {
  private final VmName name;
  private final List<TaskAction> heard = new ArrayList<>();
  private final Deque<Supplier<PowerAnswer>> script = new ArrayDeque<>();
  private String runStrategy = "Halted";
  private @Nullable Run run;
  private boolean startQueued;
  private boolean gone;
  private @Nullable String unreachable;
  private @Nullable String forbidden;
  private int runs;
  private int looks;

  public SimulatedMachine(String namespace, String machine) {
    name = new VmName(namespace, machine);
  }

  public VmId id() {
    return VmBuilder.idOf(name);
  }

  /** The machine as an inventory would know it now. */
  public synchronized Vm vm() {
    return aVm().named(name.namespace(), name.name()).standing(printableStatus()).build();
  }

  public synchronized SimulatedMachine running() {
    runStrategy = "Always";
    run = newRun("Running");
    return this;
  }

  public synchronized SimulatedMachine paused() {
    running();
    run = new Run("run-" + runs, "Running", false, true);
    return this;
  }

  /** Let KubeVirt take the next step: end what ends, start what shall start, run what starts. */
  public synchronized void proceed() {
    Run now = run;
    if (now != null && now.ending()) {
      run = null;
    } else if (now == null && (startQueued || !runStrategy.equals("Halted"))) {
      startQueued = false;
      run = newRun("Scheduling");
    } else if (now != null && !now.phase().equals("Running")) {
      run = new Run(now.uid(), "Running", false, now.paused());
    }
  }

  /** Let the guest shut down of itself; what comes after it is up to the run strategy. */
  public synchronized void shutDownByItself() {
    Run now = run;
    run = now == null ? null : new Run(now.uid(), "Succeeded", true, false);
  }

  /** Be deleted. */
  public synchronized void vanish() {
    gone = true;
  }

  /** Let nobody see or reach it; null to be back. */
  public synchronized void beUnreachable(@Nullable String reason) {
    unreachable = reason;
  }

  /** Let nobody look at it; null to allow it again. */
  public synchronized void forbidLooks(@Nullable String words) {
    forbidden = words;
  }

  /** Answer the next request like this, without doing anything. */
  public synchronized void answerNext(PowerAnswer answer) {
    script.add(() -> answer);
  }

  /** Do what the next request says, but lose the answer. */
  public synchronized void loseNextAnswer() {
    script.add(
        () -> {
          carryOut(heard.getLast());
          return new PowerAnswer.Unknown("the line broke");
        });
  }

  /** What it was asked for and heard, in order. */
  public synchronized List<TaskAction> heard() {
    return List.copyOf(heard);
  }

  /** How often somebody looked at it. */
  public synchronized int looks() {
    return looks;
  }

  /** How many runs it has had. */
  public synchronized int runs() {
    return runs;
  }

  /** Set by somebody else. */
  public synchronized void setRunStrategy(String strategy) {
    runStrategy = strategy;
  }

  /** Do what somebody else asks for. */
  public synchronized void hear(TaskAction action) {
    carryOut(action);
  }

  @Override
  public synchronized Sighting look(VmId id, VmName named) {
    looks++;
    if (unreachable != null) {
      return new Sighting.Unclear(unreachable);
    }
    if (forbidden != null) {
      return new Sighting.Forbidden(forbidden);
    }
    if (gone || !id.equals(id())) {
      return new Sighting.Missing();
    }
    return new Sighting.Seen(
        new MachineSight(
            runStrategy, printableStatus(), null, false, startQueued, Duration.ofSeconds(30), run));
  }

  @Override
  public synchronized PowerAnswer ask(VmName named, TaskAction action, boolean force) {
    if (unreachable != null) {
      return new PowerAnswer.NotAsked(unreachable);
    }
    heard.add(action);
    Supplier<PowerAnswer> scripted = script.poll();
    if (scripted != null) {
      return scripted.get();
    }
    String refusal = refusal(action);
    if (refusal != null) {
      return new PowerAnswer.Refused(refusal);
    }
    carryOut(action);
    return new PowerAnswer.Agreed();
  }

  private @Nullable String refusal(TaskAction action) {
    return switch (action) {
      case START -> run == null ? null : "VM is already running";
      case STOP -> run == null && runStrategy.equals("Halted") ? "VM is not running" : null;
      case RESTART, PAUSE -> run == null ? "VM is not running" : null;
      case UNPAUSE -> run != null && run.paused() ? null : "VMI is not paused";
    };
  }

  private void carryOut(TaskAction action) {
    Run now = run;
    switch (action) {
      case START -> runStrategy = "Always";
      case STOP -> {
        runStrategy = "Halted";
        run = now == null ? null : new Run(now.uid(), now.phase(), true, now.paused());
      }
      case RESTART -> {
        startQueued = true;
        run = now == null ? null : new Run(now.uid(), now.phase(), true, now.paused());
      }
      case PAUSE -> run = now == null ? null : new Run(now.uid(), now.phase(), false, true);
      case UNPAUSE -> run = now == null ? null : new Run(now.uid(), now.phase(), false, false);
    }
  }

  private Run newRun(String phase) {
    runs++;
    return new Run("run-" + runs, phase, false, false);
  }

  private String printableStatus() {
    Run now = run;
    if (now == null) {
      return "Stopped";
    }
    if (now.ending()) {
      return "Stopping";
    }
    if (now.paused()) {
      return "Paused";
    }
    return now.phase().equals("Running") ? "Running" : "Starting";
  }
}
