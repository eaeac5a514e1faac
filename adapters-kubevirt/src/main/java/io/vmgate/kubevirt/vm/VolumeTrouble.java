package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.Disk;
import io.vmgate.kubevirt.vm.Claims.Claim;
import io.vmgate.kubevirt.vm.digest.ClaimDigest;
import io.vmgate.kubevirt.vm.digest.DataVolumeDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a machine waits for when it waits for its volumes. */
final class VolumeTrouble {
  private VolumeTrouble() {}

  /** Repeat the importer's own sentence. */
  static @Nullable String failed(String namespace, List<Disk> disks, Claims claims) {
    for (Disk disk : disks) {
      DataVolumeDigest volume = dataVolume(namespace, disk, claims);
      if (volume != null && volume.trouble() != null) {
        return volume.trouble();
      }
    }
    return null;
  }

  /** Tell which volume is being filled, and how far it got. */
  static @Nullable String filling(String namespace, List<Disk> disks, Claims claims) {
    for (Disk disk : disks) {
      DataVolumeDigest volume = dataVolume(namespace, disk, claims);
      if (volume != null && !volume.isReady()) {
        String progress = volume.progress() == null ? "" : ", " + volume.progress();
        return "DataVolume " + disk.claim() + ": " + volume.phase() + progress;
      }
    }
    return null;
  }

  /** Tell which claim nobody has given storage to. */
  static @Nullable String unbound(String namespace, List<Disk> disks, Claims claims) {
    for (Disk disk : disks) {
      String name = disk.claim();
      Claim place = name == null ? null : claims.find(namespace, name);
      ClaimDigest claim = place == null ? null : place.claim();
      if (claim != null && !claim.bound()) {
        return "PersistentVolumeClaim " + name + " is not bound";
      }
    }
    return filling(namespace, disks, claims);
  }

  private static @Nullable DataVolumeDigest dataVolume(String namespace, Disk disk, Claims claims) {
    String name = disk.claim();
    Claim place = name == null ? null : claims.find(namespace, name);
    return place == null ? null : place.dataVolume();
  }
}
