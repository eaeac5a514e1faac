package io.vmgate.kubevirt.vm;

import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.SliceDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes EndpointSlices and tells what is ready behind a Service. For the writer thread alone. */
final class Slices implements FeedSink<SliceDigest> {
  private final Map<ObjectName, SliceDigest> byName = new HashMap<>();
  private final Map<ObjectName, List<SliceDigest>> byService = new HashMap<>();
  private final Consumer<ObjectName> serviceChanged;
  private final Runnable allChanged;
  private boolean areKnown;

  /**
   * Begin without knowing any.
   *
   * @param serviceChanged takes the name of a Service that others are behind than before
   * @param allChanged called when it becomes known what is ready, or unknown
   */
  Slices(Consumer<ObjectName> serviceChanged, Runnable allChanged) {
    this.serviceChanged = serviceChanged;
    this.allChanged = allChanged;
  }

  int size() {
    return byName.size();
  }

  /** Addresses that are ready behind the Service. */
  List<String> ready(ObjectName service) {
    List<SliceDigest> slices = byService.getOrDefault(service, List.of());
    return switch (slices.size()) {
      case 0 -> List.of();
      case 1 -> slices.getFirst().ready();
      default -> slices.stream().flatMap(slice -> slice.ready().stream()).distinct().toList();
    };
  }

  /** What that says, if anything. */
  Readiness readiness(List<String> ready) {
    if (!areKnown) {
      return Readiness.UNKNOWN;
    }
    return ready.isEmpty() ? Readiness.NOT_READY : Readiness.READY;
  }

  @Override
  public void replaced(Map<ObjectName, SliceDigest> objects) {
    List<ObjectName> gone =
        byName.keySet().stream().filter(name -> !objects.containsKey(name)).toList();
    gone.forEach(name -> removed(name, null));
    objects.forEach(this::put);
    become(true);
  }

  @Override
  public void absent() {
    byName.clear();
    byService.clear();
    become(false);
  }

  @Override
  public void put(ObjectName name, SliceDigest slice) {
    SliceDigest old = byName.put(name, slice);
    if (slice.equals(old)) {
      return;
    }
    if (old != null) {
      forget(name.namespace(), old);
    }
    ObjectName service = new ObjectName(name.namespace(), slice.service());
    byService.computeIfAbsent(service, any -> new ArrayList<>(1)).add(slice);
    serviceChanged.accept(service);
  }

  @Override
  public void removed(ObjectName name, @Nullable SliceDigest last) {
    SliceDigest old = byName.remove(name);
    if (old != null) {
      forget(name.namespace(), old);
    }
  }

  private void forget(String namespace, SliceDigest old) {
    ObjectName service = new ObjectName(namespace, old.service());
    List<SliceDigest> slices = byService.get(service);
    if (slices != null) {
      slices.remove(old);
      if (slices.isEmpty()) {
        byService.remove(service);
      }
    }
    serviceChanged.accept(service);
  }

  private void become(boolean known) {
    if (areKnown != known) {
      areKnown = known;
      allChanged.run();
    }
  }
}
