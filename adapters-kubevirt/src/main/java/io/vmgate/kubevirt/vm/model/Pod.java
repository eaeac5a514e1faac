package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A pod, as far as a launcher pod matters here (v1, Pod).
 *
 * @param status null when only metadata was asked for
 */
public record Pod(Metadata metadata, @Nullable Status status) implements WireObject {
  public Pod {
    metadata = metadata == null ? Metadata.NONE : metadata;
  }

  /** How it stands. */
  public record Status(@Nullable String phase) {}
}
