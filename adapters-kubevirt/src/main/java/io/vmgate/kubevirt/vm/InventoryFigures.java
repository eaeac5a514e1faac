package io.vmgate.kubevirt.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an inventory does, for whoever publishes metrics. Counters only grow. Safe for any
 * number of threads.
 */
public final class InventoryFigures {
  private final LongAdder relists = new LongAdder();
  private final LongAdder watchRestarts = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder batchedMachines = new LongAdder();
  private final LongAdder batchNanos = new LongAdder();
  private volatile Map<String, Integer> objects = Map.of();
  private volatile @Nullable Instant lastEvent;
  private volatile @Nullable Duration syncDuration;

  InventoryFigures() {}

  /** How many objects are known, by the cluster's plural name of the kind. */
  public Map<String, Integer> objects() {
    return objects;
  }

  /** When the cluster last told of anything, bookmarks included; null before the first time. */
  public @Nullable Instant lastEvent() {
    return lastEvent;
  }

  /** How often a kind was listed, the first time included. */
  public long relists() {
    return relists.sum();
  }

  /** How often a watch was opened again, planned or not. */
  public long watchRestarts() {
    return watchRestarts.sum();
  }

  /** How long it took from the start to the first complete state; null before that. */
  public @Nullable Duration syncDuration() {
    return syncDuration;
  }

  /** How many batches of changes were published. */
  public long batches() {
    return batches.sum();
  }

  /** How many machines changed in them altogether. */
  public long batchedMachines() {
    return batchedMachines.sum();
  }

  /**
   * How long batches waited and took altogether: for each, from when its first change was read off
   * the wire until readers could see it.
   */
  public Duration batchTime() {
    return Duration.ofNanos(batchNanos.sum());
  }

  void relisted() {
    relists.increment();
  }

  void watchRestarted() {
    watchRestarts.increment();
  }

  void heard(Instant at) {
    lastEvent = at;
  }

  void synced(Duration took) {
    syncDuration = took;
  }

  void published(int machines, Duration took) {
    batches.increment();
    batchedMachines.add(machines);
    batchNanos.add(took.toNanos());
  }

  void objects(Map<String, Integer> counted) {
    objects = counted;
  }
}
