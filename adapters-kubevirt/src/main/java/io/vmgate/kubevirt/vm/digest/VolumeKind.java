package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.vm.model.VolumeSource;
import io.vmgate.kubevirt.vm.model.VolumeSource.ClaimRef;
import io.vmgate.kubevirt.vm.model.VolumeSource.Ephemeral;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Names the kinds of volume as KubeVirt spells them (KubeVirt API: VolumeSource). */
enum VolumeKind {
  DATA_VOLUME("dataVolume", "raw", volume -> volume.dataVolume() != null),
  CLAIM("persistentVolumeClaim", "raw", volume -> volume.persistentVolumeClaim() != null),
  CONTAINER_DISK("containerDisk", "qcow2", volume -> volume.containerDisk() != null),
  EPHEMERAL("ephemeral", "qcow2", volume -> volume.ephemeral() != null),
  EMPTY_DISK("emptyDisk", "qcow2", volume -> volume.emptyDisk() != null),
  HOST_DISK("hostDisk", "raw", volume -> volume.hostDisk() != null),
  CLOUD_INIT("cloudInitNoCloud", "iso", volume -> volume.cloudInitNoCloud() != null),
  CONFIG_DRIVE("cloudInitConfigDrive", "iso", volume -> volume.cloudInitConfigDrive() != null),
  SYSPREP("sysprep", "iso", volume -> volume.sysprep() != null),
  CONFIG_MAP("configMap", "iso", volume -> volume.configMap() != null),
  SECRET("secret", "iso", volume -> volume.secret() != null),
  DOWNWARD_API("downwardAPI", "iso", volume -> volume.downwardApi() != null),
  SERVICE_ACCOUNT("serviceAccount", "iso", volume -> volume.serviceAccount() != null),
  DOWNWARD_METRICS("downwardMetrics", null, volume -> volume.downwardMetrics() != null),
  MEMORY_DUMP("memoryDump", null, volume -> volume.memoryDump() != null),
  CONTAINER_PATH("containerPath", null, volume -> volume.containerPath() != null),
  /** A source that a newer KubeVirt adds. */
  UNKNOWN("unknown", null, volume -> true),
  /** A drive with nothing in it: a CD-ROM may be, since KubeVirt 1.9. */
  EMPTY_DRIVE("empty", null, volume -> false);

  private final String wireName;
  private final @Nullable String format;
  private final Predicate<VolumeSource> matches;

  VolumeKind(String wireName, @Nullable String format, Predicate<VolumeSource> matches) {
    this.wireName = wireName;
    this.format = format;
    this.matches = matches;
  }

  /** Tell which kind this volume is. */
  static VolumeKind of(VolumeSource volume) {
    for (VolumeKind kind : values()) {
      if (kind.matches.test(volume)) {
        return kind;
      }
    }
    return UNKNOWN;
  }

  String wireName() {
    return wireName;
  }

  @Nullable String format() {
    return format;
  }

  /** Tell whether a volume of this kind gets a disk when the specification names none. */
  boolean becomesDisk() {
    return this != DOWNWARD_METRICS && this != MEMORY_DUMP && this != CONTAINER_PATH;
  }

  /** Name the claim behind it; a DataVolume's claim has its name. */
  @Nullable String claim(VolumeSource volume) {
    return switch (this) {
      case DATA_VOLUME ->
          volume.dataVolume() == null ? null : Wording.text(volume.dataVolume().name());
      case CLAIM -> claimName(volume.persistentVolumeClaim());
      case EPHEMERAL -> {
        Ephemeral ephemeral = volume.ephemeral();
        yield ephemeral == null ? null : claimName(ephemeral.persistentVolumeClaim());
      }
      default -> null;
    };
  }

  /** The size that the specification itself states; null when it states none. */
  @Nullable Long capacityBytes(VolumeSource volume) {
    VolumeSource.Sized sized =
        switch (this) {
          case EMPTY_DISK -> volume.emptyDisk();
          case HOST_DISK -> volume.hostDisk();
          default -> null;
        };
    return sized == null ? null : Quantity.wholeNumber(sized.capacity());
  }

  private static @Nullable String claimName(@Nullable ClaimRef claim) {
    return claim == null ? null : Wording.text(claim.claimName());
  }
}
