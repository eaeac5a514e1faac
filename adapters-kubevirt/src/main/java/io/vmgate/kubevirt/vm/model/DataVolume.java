package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import io.vmgate.kubevirt.vm.model.PersistentVolumeClaim.ClaimSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A claim together with what fills it (cdi.kubevirt.io/v1beta1, DataVolume). */
public record DataVolume(Metadata metadata, Spec spec, Status status) implements WireObject {
  public DataVolume {
    metadata = metadata == null ? Metadata.NONE : metadata;
    spec = spec == null ? new Spec(null, null, null, null) : spec;
    status = status == null ? new Status(null, null, List.of()) : status;
  }

  /** What is wanted: storage or pvc says how much, source or sourceRef says of what. */
  public record Spec(
      @Nullable Source source,
      @Nullable Ref sourceRef,
      @Nullable ClaimSpec storage,
      @Nullable ClaimSpec pvc) {}

  /** What it is filled from; one of them is given. */
  public record Source(
      @Nullable Location registry,
      @Nullable Location http,
      @Nullable Location s3,
      @Nullable Location gcs,
      @Nullable Location imageio,
      @Nullable Location vddk,
      @Nullable Ref pvc,
      @Nullable Ref snapshot) {}

  /** An address to fetch from. */
  public record Location(@Nullable String url, @Nullable String imageStream) {}

  /** An object of the cluster to copy from; the same namespace when none is given. */
  public record Ref(@Nullable String namespace, @Nullable String name) {}

  /**
   * How far it got.
   *
   * @param progress such as {@code 45.30%}, or {@code N/A}
   */
  public record Status(
      @Nullable String phase, @Nullable String progress, List<Condition> conditions) {
    public Status {
      conditions = Wire.list(conditions);
    }
  }
}
