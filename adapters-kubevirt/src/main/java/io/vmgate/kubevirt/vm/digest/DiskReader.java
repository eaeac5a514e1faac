package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.vm.Disk;
import io.vmgate.kubevirt.vm.model.DataVolume;
import io.vmgate.kubevirt.vm.model.InstanceSpec;
import io.vmgate.kubevirt.vm.model.InstanceSpec.DiskDevice;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Target;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.ClaimInfo;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.VolumeStatus;
import io.vmgate.kubevirt.vm.model.VolumeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads disks: devices joined with the volumes behind them and with what runs. */
final class DiskReader {
  private static final DiskDevice DEFAULT_DEVICE = new DiskDevice("", null, null, null, null);

  private final SharedValues shared;
  private final DataVolumeReader dataVolumes;

  DiskReader(SharedValues shared) {
    this.shared = shared;
    this.dataVolumes = new DataVolumeReader(shared);
  }

  /**
   * Read the disks of a specification, in its order; volumes without a device come last, since
   * KubeVirt gives each a disk when the machine runs.
   */
  List<Disk> disks(
      String namespace, InstanceSpec spec, List<DataVolume> templates, List<VolumeStatus> running) {
    List<Disk> disks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (DiskDevice device : spec.domain().devices().disks()) {
      seen.add(device.name());
      VolumeSource volume = volume(spec, device.name());
      disks.add(disk(namespace, device.name(), device, volume, templates, running));
    }
    spec.domain().devices().filesystems().forEach(filesystem -> seen.add(filesystem.name()));
    for (VolumeSource volume : spec.volumes()) {
      if (seen.add(volume.name()) && VolumeKind.of(volume).becomesDisk()) {
        disks.add(disk(namespace, volume.name(), DEFAULT_DEVICE, volume, templates, running));
      }
    }
    return List.copyOf(disks);
  }

  private Disk disk(
      String namespace,
      String name,
      DiskDevice device,
      @Nullable VolumeSource volume,
      List<DataVolume> templates,
      List<VolumeStatus> running) {
    VolumeKind kind = volume == null ? VolumeKind.EMPTY_DRIVE : VolumeKind.of(volume);
    String claim = volume == null ? null : kind.claim(volume);
    DataVolumeDigest template = template(namespace, kind, claim, templates);
    VolumeStatus status = status(running, name);
    Long stated = statedSize(kind, volume, status);
    Target target = target(device);
    Disk disk =
        new Disk(
            shared.of(name),
            stated == null && template != null ? template.requestBytes() : stated,
            kind.format(),
            template == null ? null : template.storageClass(),
            kind.wireName(),
            claim,
            image(volume, template),
            deviceName(device),
            target == null ? null : shared.ofText(target.bus()),
            device.bootOrder(),
            status == null ? null : shared.ofText(status.target()),
            isReadOnly(device, target, volume));
    return claim == null ? shared.of(disk) : disk;
  }

  private @Nullable String image(
      @Nullable VolumeSource volume, @Nullable DataVolumeDigest template) {
    if (volume != null && volume.containerDisk() != null) {
      return shared.ofText(volume.containerDisk().image());
    }
    return template == null ? null : template.image();
  }

  private @Nullable Long statedSize(
      VolumeKind kind, @Nullable VolumeSource volume, @Nullable VolumeStatus status) {
    if (status != null) {
      ClaimInfo claim = status.persistentVolumeClaimInfo();
      Long size =
          claim == null
              ? shared.ofNumber(status.size())
              : shared.ofQuantity(claim.capacity().get("storage"));
      if (size != null) {
        return size;
      }
    }
    return volume == null ? null : shared.ofNumber(kind.capacityBytes(volume));
  }

  private @Nullable DataVolumeDigest template(
      String namespace, VolumeKind kind, @Nullable String claim, List<DataVolume> templates) {
    if (kind != VolumeKind.DATA_VOLUME || claim == null) {
      return null;
    }
    for (DataVolume template : templates) {
      if (template.metadata().name().equals(claim)) {
        return dataVolumes.read(namespace, template);
      }
    }
    return null;
  }

  private static String deviceName(DiskDevice device) {
    if (device.cdrom() != null) {
      return "cdrom";
    }
    return device.lun() != null ? "lun" : "disk";
  }

  private static @Nullable Target target(DiskDevice device) {
    if (device.cdrom() != null) {
      return device.cdrom();
    }
    return device.lun() != null ? device.lun() : device.disk();
  }

  /** A CD-ROM is read-only unless it says otherwise; everything else only if it says so. */
  private static boolean isReadOnly(
      DiskDevice device, @Nullable Target target, @Nullable VolumeSource volume) {
    Boolean said = target == null ? null : target.readonly();
    boolean byVolume =
        volume != null
            && volume.persistentVolumeClaim() != null
            && Objects.equals(volume.persistentVolumeClaim().readOnly(), true);
    return byVolume || (said == null ? device.cdrom() != null : said);
  }

  private static @Nullable VolumeSource volume(InstanceSpec spec, String name) {
    for (VolumeSource volume : spec.volumes()) {
      if (volume.name().equals(name)) {
        return volume;
      }
    }
    return null;
  }

  private static @Nullable VolumeStatus status(List<VolumeStatus> running, String name) {
    for (VolumeStatus status : running) {
      if (status.name().equals(name)) {
        return status;
      }
    }
    return null;
  }
}
