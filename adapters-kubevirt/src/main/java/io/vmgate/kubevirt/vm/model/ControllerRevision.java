package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import org.jspecify.annotations.Nullable;

/** A pinned copy of an instancetype, made when a machine was (apps/v1, ControllerRevision). */
public record ControllerRevision(Metadata metadata, @Nullable Instancetype data)
    implements WireObject {
  public ControllerRevision {
    metadata = metadata == null ? Metadata.NONE : metadata;
  }
}
