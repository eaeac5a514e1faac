package io.vmgate.simulator.store;

import org.jspecify.annotations.Nullable;

/**
 * One write to one object.
 *
 * @param previous the object before; null if it was created
 * @param current the object after; of a deleted object its last state under the version of the
 *     deletion
 */
public record Change(Kind kind, @Nullable StoredObject previous, StoredObject current) {
  /** What was done; the names are the ones on the wire. */
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }

  public long version() {
    return current.version();
  }

  public ResourceType type() {
    return current.type();
  }
}
