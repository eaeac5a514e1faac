package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.vm.digest.ClaimDigest;
import io.vmgate.kubevirt.vm.digest.DataVolumeDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps claims and DataVolumes, and who uses them. A DataVolume and its claim have one name, so one
 * place holds both. For the writer thread alone.
 */
final class Claims {
  /** What one name stands for. */
  static final class Claim {
    private @Nullable ClaimDigest claim;
    private @Nullable DataVolumeDigest dataVolume;
    private List<String> users = List.of();

    @Nullable ClaimDigest claim() {
      return claim;
    }

    @Nullable DataVolumeDigest dataVolume() {
      return dataVolume;
    }

    private boolean isEmpty() {
      return claim == null && dataVolume == null && users.isEmpty();
    }
  }

  private final Map<String, Map<String, Claim>> byNamespace = new HashMap<>();
  private final Touched touched;
  private final Kind<ClaimDigest> claims =
      new Kind<>(Claim::claim, (claim, digest) -> claim.claim = digest);
  private final Kind<DataVolumeDigest> dataVolumes =
      new Kind<>(Claim::dataVolume, (claim, digest) -> claim.dataVolume = digest);

  Claims(Touched touched) {
    this.touched = touched;
  }

  /** Takes PersistentVolumeClaims. */
  Kind<ClaimDigest> claims() {
    return claims;
  }

  /** Takes DataVolumes. */
  Kind<DataVolumeDigest> dataVolumes() {
    return dataVolumes;
  }

  @Nullable Claim find(String namespace, String name) {
    Map<String, Claim> named = byNamespace.get(namespace);
    return named == null ? null : named.get(name);
  }

  /** Note that a machine uses other claims than before. */
  void used(VmName machine, Set<String> before, Set<String> now) {
    for (String name : now) {
      if (!before.contains(name)) {
        Claim claim = place(machine.namespace(), name);
        claim.users =
            List.copyOf(
                Stream.concat(claim.users.stream(), Stream.of(machine.name())).distinct().toList());
      }
    }
    for (String name : before) {
      Claim claim = now.contains(name) ? null : find(machine.namespace(), name);
      if (claim != null) {
        claim.users = claim.users.stream().filter(user -> !user.equals(machine.name())).toList();
        dropIfEmpty(machine.namespace(), name, claim);
      }
    }
  }

  private Claim place(String namespace, String name) {
    return byNamespace
        .computeIfAbsent(namespace, any -> new HashMap<>())
        .computeIfAbsent(name, any -> new Claim());
  }

  private void dropIfEmpty(String namespace, String name, Claim claim) {
    Map<String, Claim> named = byNamespace.get(namespace);
    if (claim.isEmpty() && named != null) {
      named.remove(name);
      if (named.isEmpty()) {
        byNamespace.remove(namespace);
      }
    }
  }

  /** One of the two kinds that share a place. */
  final class Kind<D> implements FeedSink<D> {
    private final Function<Claim, @Nullable D> get;
    private final BiConsumer<Claim, @Nullable D> set;
    private int size;

    private Kind(Function<Claim, @Nullable D> get, BiConsumer<Claim, @Nullable D> set) {
      this.get = get;
      this.set = set;
    }

    int size() {
      return size;
    }

    @Override
    public void replaced(Map<ObjectName, D> objects) {
      List<ObjectName> gone =
          byNamespace.entrySet().stream()
              .flatMap(
                  namespace ->
                      namespace.getValue().entrySet().stream()
                          .filter(named -> get.apply(named.getValue()) != null)
                          .map(named -> new ObjectName(namespace.getKey(), named.getKey())))
              .filter(name -> !objects.containsKey(name))
              .toList();
      gone.forEach(name -> removed(name, null));
      objects.forEach(this::put);
    }

    @Override
    public void put(ObjectName name, D digest) {
      change(name, place(name.namespace(), name.name()), digest);
    }

    @Override
    public void removed(ObjectName name, @Nullable D last) {
      Claim claim = find(name.namespace(), name.name());
      if (claim != null) {
        change(name, claim, null);
        dropIfEmpty(name.namespace(), name.name(), claim);
      }
    }

    private void change(ObjectName name, Claim claim, @Nullable D digest) {
      D before = get.apply(claim);
      if (Objects.equals(before, digest)) {
        return;
      }
      set.accept(claim, digest);
      size += (digest == null ? 0 : 1) - (before == null ? 0 : 1);
      for (String user : claim.users) {
        touched.machine(new VmName(name.namespace(), user));
      }
    }
  }
}
