package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claim to storage (v1, PersistentVolumeClaim). */
public record PersistentVolumeClaim(Metadata metadata, @Nullable ClaimSpec spec, Status status)
    implements WireObject {
  public PersistentVolumeClaim {
    metadata = metadata == null ? Metadata.NONE : metadata;
    status = status == null ? new Status(null, Map.of()) : status;
  }

  /** What is asked for; a DataVolume asks in the same form. */
  public record ClaimSpec(
      InstanceSpec.@Nullable Resources resources,
      @Nullable String storageClassName,
      @Nullable Source dataSourceRef,
      @Nullable Source dataSource) {}

  /** What a claim is filled from. */
  public record Source(@Nullable String kind, @Nullable String name, @Nullable String namespace) {}

  /** What was given. */
  public record Status(@Nullable String phase, Map<String, String> capacity) {
    public Status {
      capacity = capacity == null ? Map.of() : capacity;
    }
  }
}
