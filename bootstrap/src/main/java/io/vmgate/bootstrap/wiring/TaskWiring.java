package io.vmgate.bootstrap.wiring;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.vmgate.application.IdSource;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.task.CancelTask;
import io.vmgate.application.task.ForgetOldTasks;
import io.vmgate.application.task.ListTasks;
import io.vmgate.application.task.MachinePower;
import io.vmgate.application.task.OperateVm;
import io.vmgate.application.task.OperateVms;
import io.vmgate.application.task.ShowTask;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskLimits;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.task.TaskWatch;
import io.vmgate.application.task.TaskWorker;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.kubevirt.power.KubeVirtMachinePower;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Operations, their tasks, and the worker that carries them out. */
@Factory
final class TaskWiring {
  /** How late a reader hears of what another replica did when the bus did not tell it. */
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);

  @Singleton
  TaskLimits taskLimits(PlatformSettings settings) {
    return settings.tasks();
  }

  @Singleton
  MachinePower machinePower(KubernetesClient cluster, TaskLimits limits) {
    return new KubeVirtMachinePower(cluster, limits.askPatience());
  }

  @Singleton
  @Bean(preDestroy = "close")
  TaskWatch taskWatch(TaskBook book) {
    return new TaskWatch(book, WATCH_INTERVAL);
  }

  @Context
  @Bean(preDestroy = "close")
  TaskWorker taskWorker(
      TaskQueue queue,
      MachinePower power,
      VmInventory inventory,
      TaskWatch watch,
      TaskLimits limits,
      IdSource ids,
      InstantSource clock) {
    TaskWorker worker = new TaskWorker(queue, power, inventory, watch, limits, ids, clock);
    worker.start();
    return worker;
  }

  @Singleton
  OperateVm operateVm(
      PermissionGate gate,
      VmInventory inventory,
      TaskBook book,
      TaskWatch watch,
      IdSource ids,
      TaskLimits limits,
      InstantSource clock) {
    return new OperateVm(gate, inventory, book, watch, ids, limits, clock);
  }

  @Singleton
  OperateVms operateVms(
      PermissionGate gate,
      VmInventory inventory,
      TaskBook book,
      TaskWatch watch,
      IdSource ids,
      TaskLimits limits,
      InstantSource clock) {
    return new OperateVms(gate, inventory, book, watch, ids, limits, clock);
  }

  @Singleton
  ShowTask showTask(PermissionGate gate, TaskBook book, TaskWatch watch) {
    return new ShowTask(gate, book, watch);
  }

  @Singleton
  ListTasks listTasks(PermissionGate gate, TaskBook book) {
    return new ListTasks(gate, book);
  }

  @Singleton
  CancelTask cancelTask(PermissionGate gate, TaskBook book, TaskWatch watch, InstantSource clock) {
    return new CancelTask(gate, book, watch, clock);
  }

  @Singleton
  ForgetOldTasks forgetOldTasks(
      TenantDirectory tenants, TaskBook book, TaskLimits limits, InstantSource clock) {
    return new ForgetOldTasks(tenants, book, limits, clock);
  }
}
