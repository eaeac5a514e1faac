package io.vmgate.simulator.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects of the cluster. Every write gets the next version, goes into the log of its type and
 * wakes the feeds of that type. Any thread may call; a transaction holds the one lock, so it should
 * not wait for anything.
 */
public final class ObjectStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ResourceType, Shelf> shelves = new LinkedHashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private volatile long version;

  /**
   * @param historyLimit how many changes of each type stay known, at least
   */
  public ObjectStore(int historyLimit) {
    for (ResourceType type : ResourceTypes.all()) {
      shelves.put(
          type, new Shelf(new PayloadCodec(type, new byte[0]), historyLimit, lock.newCondition()));
    }
  }

  /** Give the version of the last write. */
  public long version() {
    return version;
  }

  public Optional<StoredObject> find(ResourceType type, String key) {
    return inTransaction(() -> Optional.ofNullable(shelf(type).find(key)));
  }

  /** Find an object and unpack it; null if there is none. */
  public @Nullable ObjectNode read(ResourceType type, String namespace, String name) {
    return find(type, type.key(namespace, name)).map(StoredObject::toNode).orElse(null);
  }

  public int count(ResourceType type) {
    return inTransaction(() -> shelf(type).size());
  }

  /** Run work that sees and makes no change but its own, and give its result. May be nested. */
  public <T> T inTransaction(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Create or replace an object; its metadata gets the new version.
   *
   * @param object the whole object; the tree is changed but not kept
   */
  public StoredObject put(ResourceType type, ObjectNode object) {
    return inTransaction(
        () -> {
          Shelf shelf = shelf(type);
          StoredObject stored = seal(shelf, object, version + 1);
          StoredObject previous = shelf.find(stored.key());
          publish(
              new Change(
                  previous == null ? Change.Kind.ADDED : Change.Kind.MODIFIED, previous, stored));
          return stored;
        });
  }

  /**
   * Remove an object at once, whatever its finalizers; empty if there is none. Gives its last
   * state.
   */
  public Optional<StoredObject> remove(ResourceType type, String key) {
    return inTransaction(
        () -> {
          Shelf shelf = shelf(type);
          StoredObject previous = shelf.find(key);
          if (previous == null) {
            return Optional.<StoredObject>empty();
          }
          StoredObject last = seal(shelf, previous.toNode(), version + 1);
          publish(new Change(Change.Kind.DELETED, previous, last));
          return Optional.of(last);
        });
  }

  /** Call back after each write, inside its transaction, in the order of the versions. */
  public void onChange(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** List the present objects of a namespace; an empty name means all. */
  public Snapshot snapshot(ResourceType type, String namespace) {
    return inTransaction(
        () -> new Snapshot(version, new ArrayList<>(shelf(type).within(namespace).values())));
  }

  /**
   * List the objects of a namespace as they were; an empty name means all.
   *
   * @throws HistoryGoneException if the version is no longer known
   */
  public Snapshot snapshotAt(ResourceType type, String namespace, long at) {
    return inTransaction(() -> new Snapshot(at, shelf(type).at(at, namespace)));
  }

  /**
   * Forget the history of every type, as a compaction of etcd does: older watches and lists are
   * then gone.
   */
  public void compact() {
    inTransaction(
        () -> {
          shelves.values().forEach(shelf -> shelf.compact(version));
          return version;
        });
  }

  /**
   * List the objects that name this uid among their owners.
   *
   * @param namespace where the owner lives, and so its dependents; empty for a cluster-wide owner
   */
  public List<StoredObject> dependents(String uid, String namespace) {
    return inTransaction(
        () -> {
          List<StoredObject> found = new ArrayList<>();
          for (Shelf shelf : shelves.values()) {
            if (namespace.isEmpty() || shelf.codec().type().namespaced()) {
              for (StoredObject object : shelf.within(namespace).values()) {
                if (object.isOwnedBy(uid)) {
                  found.add(object);
                }
              }
            }
          }
          return found;
        });
  }

  /** List everything that lives in a namespace. */
  public List<StoredObject> contents(String namespace) {
    return inTransaction(
        () -> {
          List<StoredObject> found = new ArrayList<>();
          for (Shelf shelf : shelves.values()) {
            if (shelf.codec().type().namespaced()) {
              found.addAll(shelf.within(namespace).values());
            }
          }
          return found;
        });
  }

  /** Give the oldest version from which changes of a type can still be followed. */
  public long oldest(ResourceType type) {
    return inTransaction(() -> shelf(type).goneThrough());
  }

  /**
   * Give what happened to a type after a version, waiting if there is nothing yet.
   *
   * @param most how many changes at most
   * @param patienceNanos how long to wait; nanoseconds
   * @return the changes and the version up to which there are no others; no changes when the
   *     patience ended
   * @throws HistoryGoneException if changes after that version are no longer known
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public Feed await(ResourceType type, long after, int most, long patienceNanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Shelf shelf = shelf(type);
      long left = patienceNanos;
      List<Change> changes = shelf.after(after, most);
      while (changes.isEmpty() && left > 0) {
        left = shelf.changed().awaitNanos(left);
        changes = shelf.after(after, most);
      }
      long through = changes.size() == most ? changes.getLast().version() : version;
      return new Feed(changes, Math.max(after, through));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A stretch of the log.
   *
   * @param through every change of the type after the last call and up to this version is in the
   *     list
   */
  public record Feed(List<Change> changes, long through) {}

  /** Choose what a type's objects are packed against; only while it has none. */
  public void learn(ResourceType type, List<ObjectNode> typical) {
    ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
    for (ObjectNode object : typical) {
      dictionary.writeBytes(Json.bytes(object));
    }
    inTransaction(
        () -> {
          Shelf shelf = shelf(type);
          if (shelf.size() == 0) {
            shelf.codec(new PayloadCodec(type, dictionary.toByteArray()));
          }
          return type;
        });
  }

  /**
   * Put an object without a trace in the log; for filling the store before it is served.
   *
   * <p>Packing is done outside the lock, so several threads may load at once.
   */
  public void load(ResourceType type, ObjectNode object, long at) {
    Shelf shelf = shelf(type);
    StoredObject stored = seal(shelf, object, at);
    inTransaction(
        () -> {
          shelf.load(stored);
          version = Math.max(version, at);
          return stored;
        });
  }

  /** Take an object out without a trace in the log; for filling the store before it is served. */
  public void unload(ResourceType type, String key) {
    inTransaction(
        () -> {
          shelf(type).unload(key);
          return key;
        });
  }

  /** Let the next write have a version above this one, and forget what was before. */
  public void advanceTo(long atLeast) {
    inTransaction(
        () -> {
          version = Math.max(version, atLeast);
          shelves.values().forEach(shelf -> shelf.compact(version));
          return version;
        });
  }

  /** Add up the bytes of all packed objects of a type. */
  public long packedBytes(ResourceType type) {
    return inTransaction(
        () -> shelf(type).all().stream().mapToLong(StoredObject::packedBytes).sum());
  }

  private void publish(Change change) {
    version = change.version();
    shelf(change.type()).apply(change);
    for (Consumer<Change> listener : listeners) {
      listener.accept(change);
    }
  }

  private static StoredObject seal(Shelf shelf, ObjectNode object, long version) {
    Json.metadata(object).put("resourceVersion", Long.toString(version));
    return StoredObject.of(shelf.codec(), object, version);
  }

  private Shelf shelf(ResourceType type) {
    Shelf shelf = shelves.get(type);
    if (shelf == null) {
      throw new IllegalArgumentException("No such resource type: " + type);
    }
    return shelf;
  }
}
