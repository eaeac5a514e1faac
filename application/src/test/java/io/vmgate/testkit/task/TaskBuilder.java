package io.vmgate.testkit.task;

import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Builds tasks: {@code aTask().to(START).on("shop", "web-1").build()}. */
public final class TaskBuilder {
  private static final AtomicLong LAST = new AtomicLong();

  private TaskId id =
      new TaskId(new UUID(0x7000L, 0x8000_0000_0000_0000L | LAST.incrementAndGet()));
  private @Nullable TaskId parent;
  private TenantId tenant = new TenantId("acme");
  private String operator = "ann";
  private TaskAction action = TaskAction.START;
  private boolean force;
  private Task.@Nullable Subject subject = subject(new VmName("shop", "web-1"));
  private @Nullable String extra;
  private Instant createdAt = ManualClock.START;
  private TaskState state = new TaskState.Running(TaskStep.ACCEPTED, null);

  private TaskBuilder() {}

  /** Ann of acme starts {@code shop/web-1}; each of these has an id of its own. */
  public static TaskBuilder aTask() {
    return new TaskBuilder();
  }

  public TaskBuilder withId(TaskId other) {
    id = other;
    return this;
  }

  public TaskBuilder to(TaskAction other) {
    action = other;
    return this;
  }

  public TaskBuilder forced() {
    force = true;
    return this;
  }

  public TaskBuilder of(String tenantId) {
    tenant = new TenantId(tenantId);
    return this;
  }

  public TaskBuilder by(String username) {
    operator = username;
    return this;
  }

  public TaskBuilder on(String namespace, String machine) {
    subject = subject(new VmName(namespace, machine));
    return this;
  }

  /** About a machine that nobody knows. */
  public TaskBuilder onUnknown(String vmId) {
    subject = new Task.Subject(vmId, null);
    return this;
  }

  public TaskBuilder batch() {
    subject = null;
    return this;
  }

  public TaskBuilder in(@Nullable TaskId batch) {
    parent = batch;
    return this;
  }

  public TaskBuilder withExtra(String json) {
    extra = json;
    return this;
  }

  public TaskBuilder createdAt(Instant instant) {
    createdAt = instant;
    return this;
  }

  public TaskBuilder standing(TaskState other) {
    state = other;
    return this;
  }

  public Task build() {
    return new Task(
        id,
        parent,
        tenant,
        new UserId(new UUID(0, operator.hashCode())),
        operator,
        action,
        force,
        subject,
        extra,
        createdAt,
        createdAt.plus(Duration.ofMinutes(10)),
        state);
  }

  private static Task.Subject subject(VmName name) {
    return new Task.Subject(VmBuilder.idOf(name).toString(), name);
  }
}
