package io.vmgate.simulator.service;

import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which pods stand behind which service. A pod's change is looked up by its labels, so its cost
 * does not grow with the number of services. Ask inside the store's transactions.
 */
public final class Backends {
  private final ObjectStore store;
  private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();

  /** By key of the service. Guarded by the store's lock, as everything below. */
  private final Map<String, Entry> services = new HashMap<>();

  /** Services by the one label of their selector that the fewest others have. */
  private final Map<Label, Set<String>> byLabel = new HashMap<>();

  private static final class Entry {
    final Offer offer;
    final @Nullable Label label;
    final TreeMap<String, Backend> pods = new TreeMap<>();
    final TreeSet<String> slices = new TreeSet<>();

    Entry(Offer offer, @Nullable Label label) {
      this.offer = offer;
      this.label = label;
    }
  }

  private record Label(String namespace, String name, String value) {}

  public Backends(ObjectStore store) {
    this.store = store;
    var _ =
        store.inTransaction(
            () -> {
              store.onChange(this::changed);
              store
                  .snapshot(ResourceTypes.SERVICE, "")
                  .objects()
                  .forEach(service -> register(service.key(), Offer.of(service.toNode())));
              store.snapshot(ResourceTypes.POD, "").objects().forEach(this::adopt);
              store.snapshot(ResourceTypes.ENDPOINT_SLICE, "").objects().forEach(this::addSlice);
              return services;
            });
  }

  /**
   * Call back with namespace and name of a service whenever it, the pods behind it or its slices
   * change; inside the transaction of the change.
   */
  public void onChange(BiConsumer<String, String> listener) {
    listeners.add(listener);
  }

  /** List what all services offer. */
  public List<Offer> offers() {
    return store.inTransaction(() -> services.values().stream().map(entry -> entry.offer).toList());
  }

  /** Find what a service offers; null if there is no such service. */
  public @Nullable Offer offer(String namespace, String name) {
    Entry entry = services.get(key(namespace, name));
    return entry == null ? null : entry.offer;
  }

  /** List the pods behind a service that have an address, ready or not, by name. */
  public List<Backend> behind(String namespace, String name) {
    Entry entry = services.get(key(namespace, name));
    return entry == null ? List.of() : List.copyOf(entry.pods.values());
  }

  /** What a service offers and the pods to which its connections may go now. */
  public record View(Offer offer, List<Backend> serving) {
    public View {
      serving = List.copyOf(serving);
    }
  }

  /** Look at a service from outside of any transaction; null if there is no such service. */
  public @Nullable View view(String namespace, String name) {
    return store
        .inTransaction(
            () -> Optional.ofNullable(services.get(key(namespace, name))).map(this::viewOf))
        .orElse(null);
  }

  private View viewOf(Entry entry) {
    return new View(
        entry.offer,
        entry.pods.values().stream().filter(pod -> pod.isServing(entry.offer)).toList());
  }

  /** Name the slice that the cluster keeps for a service; null if there is none. */
  public @Nullable String slice(String namespace, String name) {
    Entry entry = services.get(key(namespace, name));
    return entry == null || entry.slices.isEmpty() ? null : entry.slices.first();
  }

  /** List the pods that a service selects, without an index. */
  public static List<Backend> selected(ObjectStore store, Offer offer) {
    List<Backend> found = new ArrayList<>();
    if (!offer.selector().isEmpty()) {
      for (StoredObject pod : store.snapshot(ResourceTypes.POD, offer.namespace()).objects()) {
        Backend backend = isSelected(offer, pod) ? Backend.of(pod.toNode()) : null;
        if (backend != null) {
          found.add(backend);
        }
      }
    }
    return found;
  }

  private void changed(Change change) {
    if (change.type().equals(ResourceTypes.POD)) {
      podChanged(change);
    } else if (change.type().equals(ResourceTypes.SERVICE)) {
      serviceChanged(change);
    } else if (change.type().equals(ResourceTypes.ENDPOINT_SLICE)) {
      sliceChanged(change);
    }
  }

  private void serviceChanged(Change change) {
    StoredObject current = change.current();
    Entry before = unregister(current.key());
    if (change.kind() != Change.Kind.DELETED) {
      Offer offer = Offer.of(current.toNode());
      Entry after = register(current.key(), offer);
      if (before != null) {
        after.slices.addAll(before.slices);
      }
      if (before != null && before.offer.selector().equals(offer.selector())) {
        after.pods.putAll(before.pods);
      } else {
        selected(store, offer).forEach(pod -> after.pods.put(pod.pod(), pod));
      }
    }
    tell(current.namespace(), current.name());
  }

  private Entry register(String key, Offer offer) {
    Label label =
        offer.selector().entrySet().stream()
            .map(entry -> new Label(offer.namespace(), entry.getKey(), entry.getValue()))
            .min(Comparator.comparingInt(l -> byLabel.getOrDefault(l, Set.of()).size()))
            .orElse(null);
    if (label != null) {
      byLabel.computeIfAbsent(label, _ -> new HashSet<>(2)).add(key);
    }
    Entry entry = new Entry(offer, label);
    services.put(key, entry);
    return entry;
  }

  private @Nullable Entry unregister(String key) {
    Entry entry = services.remove(key);
    if (entry != null && entry.label != null) {
      Set<String> keys = byLabel.get(entry.label);
      if (keys != null && keys.remove(key) && keys.isEmpty()) {
        byLabel.remove(entry.label);
      }
    }
    return entry;
  }

  private void podChanged(Change change) {
    StoredObject pod = change.current();
    Set<Entry> now =
        change.kind() == Change.Kind.DELETED ? Set.of() : new LinkedHashSet<>(selecting(pod));
    Set<Entry> all = new LinkedHashSet<>(now);
    if (change.previous() != null) {
      all.addAll(selecting(change.previous()));
    }
    if (all.isEmpty()) {
      return;
    }
    Backend backend = now.isEmpty() ? null : Backend.of(pod.toNode());
    for (Entry entry : all) {
      boolean changed =
          backend == null || !now.contains(entry)
              ? entry.pods.remove(pod.name()) != null
              : !backend.equals(entry.pods.put(pod.name(), backend));
      if (changed) {
        tell(entry.offer.namespace(), entry.offer.name());
      }
    }
  }

  private void adopt(StoredObject pod) {
    List<Entry> entries = selecting(pod);
    Backend backend = entries.isEmpty() ? null : Backend.of(pod.toNode());
    if (backend != null) {
      entries.forEach(entry -> entry.pods.put(pod.name(), backend));
    }
  }

  private List<Entry> selecting(StoredObject pod) {
    List<Entry> found = new ArrayList<>();
    pod.forEachLabel(
        (name, value) -> {
          for (String key :
              byLabel.getOrDefault(new Label(pod.namespace(), name, value), Set.of())) {
            Entry entry = services.get(key);
            if (entry != null && isSelected(entry.offer, pod)) {
              found.add(entry);
            }
          }
        });
    return found;
  }

  private static boolean isSelected(Offer offer, StoredObject pod) {
    for (Map.Entry<String, String> label : offer.selector().entrySet()) {
      if (!label.getValue().equals(pod.label(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private void sliceChanged(Change change) {
    StoredObject previous = change.previous();
    if (previous != null) {
      removeSlice(previous);
    }
    if (change.kind() != Change.Kind.DELETED) {
      addSlice(change.current());
    }
    for (StoredObject slice : new StoredObject[] {previous, change.current()}) {
      String service = slice == null ? null : EndpointSlices.serviceOf(slice);
      if (service != null) {
        tell(change.current().namespace(), service);
      }
    }
  }

  private void addSlice(StoredObject slice) {
    Entry entry = entryOf(slice);
    if (entry != null) {
      entry.slices.add(slice.name());
    }
  }

  private void removeSlice(StoredObject slice) {
    Entry entry = entryOf(slice);
    if (entry != null) {
      entry.slices.remove(slice.name());
    }
  }

  private @Nullable Entry entryOf(StoredObject slice) {
    String service = EndpointSlices.serviceOf(slice);
    return service == null ? null : services.get(key(slice.namespace(), service));
  }

  private void tell(String namespace, String name) {
    listeners.forEach(listener -> listener.accept(namespace, name));
  }

  private static String key(String namespace, String name) {
    return ResourceTypes.SERVICE.key(namespace, name);
  }
}
