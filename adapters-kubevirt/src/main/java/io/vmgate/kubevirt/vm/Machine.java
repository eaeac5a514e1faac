package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.Disk;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.PodDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that bears one machine's name. For the writer thread alone. */
final class Machine {
  private final String name;
  private @Nullable MachineDigest digest;
  private @Nullable RunDigest run;
  private List<PodDigest> pods = List.of();

  Machine(String name) {
    this.name = name;
  }

  /** Its name within its namespace. */
  String name() {
    return name;
  }

  @Nullable MachineDigest digest() {
    return digest;
  }

  void digest(@Nullable MachineDigest newDigest) {
    digest = newDigest;
    share();
  }

  @Nullable RunDigest run() {
    return run;
  }

  void run(@Nullable RunDigest newRun) {
    run = newRun;
    share();
  }

  /** The run that goes on, if it is this machine's and has not ended. */
  @Nullable RunDigest currentRun() {
    return run != null
            && digest != null
            && !run.hasEnded()
            && digest.id().value().equals(run.machine())
        ? run
        : null;
  }

  List<PodDigest> pods() {
    return pods;
  }

  /** Keep this pod in place of the one with its uid. */
  boolean putPod(PodDigest pod) {
    if (pods.contains(pod)) {
      return false;
    }
    List<PodDigest> others = withoutPod(pod.uid());
    others.add(pod.sharing(name, run));
    pods = List.copyOf(others);
    return true;
  }

  boolean removePod(UUID uid) {
    List<PodDigest> others = withoutPod(uid);
    boolean removed = others.size() < pods.size();
    pods = List.copyOf(others);
    return removed;
  }

  boolean isEmpty() {
    return digest == null && run == null && pods.isEmpty();
  }

  /** Names of the claims behind its disks, wanted or in use. */
  Set<String> claims() {
    Set<String> claims = new LinkedHashSet<>();
    if (digest != null) {
      addClaims(digest.disks(), claims);
    }
    if (run != null) {
      addClaims(run.disks(), claims);
    }
    return claims;
  }

  private static void addClaims(List<Disk> disks, Set<String> claims) {
    for (Disk disk : disks) {
      String claim = disk.claim();
      if (claim != null) {
        claims.add(claim);
      }
    }
  }

  private List<PodDigest> withoutPod(UUID uid) {
    List<PodDigest> others = new ArrayList<>(pods);
    others.removeIf(pod -> pod.uid().equals(uid));
    return others;
  }

  /** What two objects say alike is kept once: names and uids make up much of a digest. */
  private void share() {
    if (digest != null && run != null) {
      run = run.sharing(digest);
    }
    pods = List.copyOf(pods.stream().map(pod -> pod.sharing(name, run)).toList());
  }
}
