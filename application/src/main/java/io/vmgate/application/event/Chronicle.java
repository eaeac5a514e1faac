package io.vmgate.application.event;

import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was last seen of each machine, and with it writes events and changes.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; whether something was written is then not known.
 */
public interface Chronicle {
  /** All that was last seen; empty while the chronicle was never begun. */
  Optional<List<Sighting>> read();

  /** The operations on these machines that go on, or ended after the instant. */
  List<Operation> operations(Set<VmId> machines, Instant endedAfter);

  /**
   * Write an entry, all or nothing. Safe to repeat: an event is known by its id.
   *
   * @param duty of the writer
   * @return whether the duty was still the writer's; otherwise nothing was written
   */
  boolean write(Duty duty, Entry entry);

  /**
   * What belongs together.
   *
   * @param seen machines as they look now
   * @param gone machines that are no more
   * @param begins whether the chronicle is begun with this entry
   */
  record Entry(
      List<Sighting> seen,
      Set<VmId> gone,
      List<VmEvent> events,
      List<Change> changes,
      boolean begins) {
    public Entry {
      seen = List.copyOf(seen);
      gone = Set.copyOf(gone);
      events = List.copyOf(events);
      changes = List.copyOf(changes);
    }
  }

  /**
   * An operation of ours.
   *
   * @param endedAt null while it goes on
   */
  record Operation(VmId vm, TaskAction action, Instant startedAt, @Nullable Instant endedAt) {}
}
