package io.vmgate.simulator.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one type and the log of their changes. Not safe by itself: the store's lock guards
 * it.
 */
final class Shelf {
  private final TreeMap<String, StoredObject> objects = new TreeMap<>();
  private final ArrayList<Change> log = new ArrayList<>();
  private final int historyLimit;
  private final Condition changed;
  private PayloadCodec codec;

  /** Changes up to and with this version are no longer in the log. */
  private long goneThrough;

  Shelf(PayloadCodec codec, int historyLimit, Condition changed) {
    this.codec = codec;
    this.historyLimit = historyLimit;
    this.changed = changed;
  }

  PayloadCodec codec() {
    return codec;
  }

  void codec(PayloadCodec replacement) {
    codec = replacement;
  }

  Condition changed() {
    return changed;
  }

  @Nullable StoredObject find(String key) {
    return objects.get(key);
  }

  int size() {
    return objects.size();
  }

  Collection<StoredObject> all() {
    return objects.values();
  }

  SortedMap<String, StoredObject> within(String namespace) {
    // '0' is the character after '/'.
    return namespace.isEmpty() ? objects : objects.subMap(namespace + "/", namespace + "0");
  }

  void load(StoredObject object) {
    objects.put(object.key(), object);
  }

  void unload(String key) {
    objects.remove(key);
  }

  void apply(Change change) {
    if (change.kind() == Change.Kind.DELETED) {
      objects.remove(change.current().key());
    } else {
      objects.put(change.current().key(), change.current());
    }
    log.add(change);
    if (log.size() > historyLimit + historyLimit / 4) {
      forget(log.size() - historyLimit);
    }
    changed.signalAll();
  }

  void compact(long version) {
    log.clear();
    goneThrough = version;
    changed.signalAll();
  }

  private void forget(int count) {
    goneThrough = log.get(count - 1).version();
    log.subList(0, count).clear();
  }

  long goneThrough() {
    return goneThrough;
  }

  /** Give up to {@code most} changes after a version, oldest first. */
  List<Change> after(long version, int most) {
    if (version < goneThrough) {
      throw new HistoryGoneException(version, goneThrough);
    }
    int from = firstAfter(version);
    return List.copyOf(log.subList(from, Math.min(log.size(), from + most)));
  }

  /** Give the objects of a namespace, or all for an empty one, as they were at a version. */
  List<StoredObject> at(long version, String namespace) {
    if (version < goneThrough) {
      throw new HistoryGoneException(version, goneThrough);
    }
    Map<String, StoredObject> live = within(namespace);
    int from = firstAfter(version);
    if (from == log.size()) {
      return new ArrayList<>(live.values());
    }
    TreeMap<String, StoredObject> then = new TreeMap<>(live);
    // Undo from the newest change to the oldest; the oldest one after the version decides.
    for (int i = log.size() - 1; i >= from; i--) {
      Change change = log.get(i);
      String key = change.current().key();
      if (!namespace.isEmpty() && !key.startsWith(namespace + "/")) {
        continue;
      }
      StoredObject previous = change.previous();
      if (previous == null) {
        then.remove(key);
      } else {
        then.put(key, previous);
      }
    }
    return new ArrayList<>(then.values());
  }

  private int firstAfter(long version) {
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).version() <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
