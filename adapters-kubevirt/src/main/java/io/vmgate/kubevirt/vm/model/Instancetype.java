package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A named size, of a namespace or of the whole cluster (instancetype.kubevirt.io/v1beta1).
 *
 * @param metadata without a namespace for the cluster-wide kind
 */
public record Instancetype(Metadata metadata, @Nullable Spec spec) implements WireObject {
  public Instancetype {
    metadata = metadata == null ? Metadata.NONE : metadata;
  }

  /** The size. */
  public record Spec(@Nullable Cpu cpu, @Nullable Memory memory) {}

  /** The number of virtual processors. */
  public record Cpu(@Nullable Integer guest) {}

  /** What the guest sees. */
  public record Memory(@Nullable String guest) {}
}
