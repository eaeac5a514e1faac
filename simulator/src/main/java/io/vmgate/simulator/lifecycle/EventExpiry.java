package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;

/** Takes events away an hour after they were written, as the API server does; planted ones stay. */
public final class EventExpiry {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final ObjectStore store;
  private final InstantSource clock;
  private final Timers timers;

  /** Guarded by the store's lock. */
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  private record Entry(String key, long version, Instant written) {}

  public EventExpiry(ObjectStore store, InstantSource clock, Timers timers) {
    this.store = store;
    this.clock = clock;
    this.timers = timers;
    store.onChange(this::note);
    timers.after(SWEEP, this::sweep);
  }

  /** Count an event that was read from the journal as written now. */
  public void adopt(String key) {
    store.inTransaction(
        () -> {
          store.find(ResourceTypes.EVENT, key).ifPresent(this::note);
          return key;
        });
  }

  private void note(Change change) {
    if (change.type().equals(ResourceTypes.EVENT) && change.kind() != Change.Kind.DELETED) {
      note(change.current());
    }
  }

  private void note(StoredObject event) {
    entries.add(new Entry(event.key(), event.version(), clock.instant()));
  }

  private void sweep() {
    Instant oldest = clock.instant().minus(LIFETIME);
    store.inTransaction(
        () -> {
          while (!entries.isEmpty() && entries.getFirst().written().isBefore(oldest)) {
            Entry entry = entries.removeFirst();
            Optional<StoredObject> event = store.find(ResourceTypes.EVENT, entry.key());
            if (event.isPresent() && event.get().version() == entry.version()) {
              store.remove(ResourceTypes.EVENT, entry.key());
            }
          }
          return oldest;
        });
    timers.after(SWEEP, this::sweep);
  }
}
