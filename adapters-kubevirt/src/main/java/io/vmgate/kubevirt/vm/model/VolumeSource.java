package io.vmgate.kubevirt.vm.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Empty;
import org.jspecify.annotations.Nullable;

/** Say where a disk's content comes from; exactly one source is given beside the name. */
public record VolumeSource(
    String name,
    @Nullable DataVolumeRef dataVolume,
    @Nullable ClaimRef persistentVolumeClaim,
    @Nullable ContainerDisk containerDisk,
    @Nullable Ephemeral ephemeral,
    @Nullable Sized emptyDisk,
    @Nullable Sized hostDisk,
    @Nullable Empty cloudInitNoCloud,
    @Nullable Empty cloudInitConfigDrive,
    @Nullable Empty sysprep,
    @Nullable Empty configMap,
    @Nullable Empty secret,
    @JsonProperty("downwardAPI") @Nullable Empty downwardApi,
    @Nullable Empty downwardMetrics,
    @Nullable Empty serviceAccount,
    @Nullable ClaimRef memoryDump,
    @Nullable Empty containerPath) {
  public VolumeSource {
    name = Wire.text(name);
  }

  /** A DataVolume of the same namespace. */
  public record DataVolumeRef(@Nullable String name) {}

  /** A claim of the same namespace. */
  public record ClaimRef(@Nullable String claimName, @Nullable Boolean readOnly) {}

  /** A disk image that travels as a container image. */
  public record ContainerDisk(@Nullable String image) {}

  /** A claim that is written to for one run only. */
  public record Ephemeral(@Nullable ClaimRef persistentVolumeClaim) {}

  /** A disk that states its own size. */
  public record Sized(@Nullable String capacity) {}
}
