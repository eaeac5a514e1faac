package io.vmgate.application.event;

import io.vmgate.domain.event.Sighting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hold one look at a machine.
 *
 * @param sighting null when the machine is no more
 * @param earliest since when what is new may have been so
 * @param at when it was looked at
 */
record Look(@Nullable Sighting sighting, Instant earliest, Instant at) {
  /** The same, knowing what was known before: see {@link Sighting#after}. */
  Look after(@Nullable Sighting before) {
    return sighting == null ? this : new Look(sighting.after(before), earliest, at);
  }
}
