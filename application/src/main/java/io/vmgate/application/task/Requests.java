package io.vmgate.application.task;

import io.vmgate.application.Fingerprints;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.task.TaskId;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Recognises repeated requests and answers what became of one. */
final class Requests {
  private final TaskBook book;
  private final TaskWatch watch;
  private final Duration remembered;
  private final InstantSource clock;

  Requests(TaskBook book, TaskWatch watch, Duration remembered, InstantSource clock) {
    this.book = book;
    this.watch = watch;
    this.remembered = remembered;
    this.clock = clock;
  }

  /** The request's key, told apart by who sent it; null when it has none. */
  @Nullable RequestKey key(Caller caller, OperationRequest request, String... what) {
    return request.idempotencyKey() == null
        ? null
        : new RequestKey(
            caller.tenant(),
            caller.user(),
            request.idempotencyKey(),
            fingerprint(request, what),
            clock.instant().minus(remembered));
  }

  /** The task that the key was answered with before; null when the request is new. */
  @Nullable TaskId answered(@Nullable RequestKey key) {
    if (key == null) {
      return null;
    }
    return book.answered(key).map(acceptance -> idOf(acceptance, null, key)).orElse(null);
  }

  /** The task that answers the request, once it was tried to write it down. */
  TaskId answer(TaskBook.Acceptance acceptance, TaskId fresh, @Nullable RequestKey key) {
    TaskId id = idOf(acceptance, fresh, key);
    if (acceptance instanceof TaskBook.Acceptance.Accepted) {
      watch.accepted();
    }
    return id;
  }

  /** Refuse while nothing is known of the cluster: every machine would seem unknown. */
  static void requireSynced(VmInventory inventory) {
    if (inventory.state() instanceof InventoryState.Unsynced(var reason)) {
      throw new PlatformFailure.ClusterUnreachable(reason).toException();
    }
  }

  private static TaskId idOf(
      TaskBook.Acceptance acceptance, @Nullable TaskId fresh, @Nullable RequestKey key) {
    return switch (acceptance) {
      case TaskBook.Acceptance.Accepted() when fresh != null -> fresh;
      case TaskBook.Acceptance.Accepted() ->
          throw new IllegalStateException("accepted before it was offered");
      case TaskBook.Acceptance.Repeated(var first) -> first;
      case TaskBook.Acceptance.Busy(var holder) -> throw new TaskFailure.Busy(holder).toException();
      case TaskBook.Acceptance.KeyReused() ->
          throw new TaskFailure.KeyReused(key == null ? "" : key.key()).toException();
    };
  }

  private static String fingerprint(OperationRequest request, String... what) {
    return Fingerprints.of(
        String.join("\n", what),
        String.valueOf(request.force()),
        request.extra() == null ? "" : request.extra());
  }
}
