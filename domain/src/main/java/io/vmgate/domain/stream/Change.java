package io.vmgate.domain.stream;

import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.task.Tally;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSummary;
import org.jspecify.annotations.Nullable;

/** Tell how something stands now that it has changed. */
public sealed interface Change {
  /** Whose it is; nobody else hears of it. */
  TenantId tenant();

  /** What has changed. */
  ChangeKind kind();

  /** The namespace of the machine that it is about; null for a batch, or when there is none. */
  @Nullable String namespace();

  /** The machine that it is about, as text; null for a batch. */
  @Nullable String vmId();

  /** Whether who sees this much of the tenant may hear of it. */
  boolean isWithin(VmScope scope);

  /** A machine was made, or looks different in a list. */
  record VmShown(TenantId tenant, VmSummary vm) implements Change {
    @Override
    public ChangeKind kind() {
      return ChangeKind.VM;
    }

    @Override
    public String namespace() {
      return vm.name().namespace();
    }

    @Override
    public String vmId() {
      return vm.id().toString();
    }

    @Override
    public boolean isWithin(VmScope scope) {
      return scope.covers(vm.name(), vm.id());
    }
  }

  /** A machine is no more. */
  record VmGone(TenantId tenant, VmId id, VmName name) implements Change {
    @Override
    public ChangeKind kind() {
      return ChangeKind.VM;
    }

    @Override
    public String namespace() {
      return name.namespace();
    }

    @Override
    public String vmId() {
      return id.toString();
    }

    @Override
    public boolean isWithin(VmScope scope) {
      return scope.covers(name, id);
    }
  }

  /**
   * A task was accepted, has come further, or has ended.
   *
   * @param children of a batch, counted; null for a single task
   */
  record TaskShown(Task task, @Nullable Tally children) implements Change {
    @Override
    public TenantId tenant() {
      return task.tenant();
    }

    @Override
    public ChangeKind kind() {
      return ChangeKind.TASK;
    }

    @Override
    public @Nullable String namespace() {
      Task.Subject subject = task.subject();
      VmName name = subject == null ? null : subject.name();
      return name == null ? null : name.namespace();
    }

    @Override
    public @Nullable String vmId() {
      Task.Subject subject = task.subject();
      return subject == null ? null : subject.id();
    }

    @Override
    public boolean isWithin(VmScope scope) {
      return task.isWithin(scope);
    }
  }

  /** Somebody is on a console, or was. */
  record ConsoleShown(ConsoleSession session) implements Change {
    @Override
    public TenantId tenant() {
      return session.caller().tenant();
    }

    @Override
    public ChangeKind kind() {
      return ChangeKind.CONSOLE;
    }

    @Override
    public String namespace() {
      return session.vmName().namespace();
    }

    @Override
    public String vmId() {
      return session.vm().toString();
    }

    @Override
    public boolean isWithin(VmScope scope) {
      return scope.covers(session.vmName(), session.vm());
    }
  }

  /** A service leads to a machine now, or looks different in the machine's list. */
  record ServiceShown(TenantId tenant, ServiceSummary service) implements Change {
    @Override
    public ChangeKind kind() {
      return ChangeKind.SERVICE;
    }

    @Override
    public String namespace() {
      return service.vmName().namespace();
    }

    @Override
    public String vmId() {
      return service.vm().toString();
    }

    @Override
    public boolean isWithin(VmScope scope) {
      return scope.covers(service.vmName(), service.vm());
    }
  }

  /** A service is no more, or leads to the machine no more. */
  record ServiceGone(TenantId tenant, ServiceId id, String name, VmId vm, VmName vmName)
      implements Change {
    @Override
    public ChangeKind kind() {
      return ChangeKind.SERVICE;
    }

    @Override
    public String namespace() {
      return vmName.namespace();
    }

    @Override
    public String vmId() {
      return vm.toString();
    }

    @Override
    public boolean isWithin(VmScope scope) {
      return scope.covers(vmName, vm);
    }
  }
}
