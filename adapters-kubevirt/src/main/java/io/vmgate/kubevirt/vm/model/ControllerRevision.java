package io.vmgate.kubevirt.vm.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import org.jspecify.annotations.Nullable;

/** A pinned copy of an instancetype, made when a machine was (apps/v1, ControllerRevision). */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ControllerRevision(Metadata metadata, @Nullable Instancetype data)
    implements WireObject {
  public ControllerRevision {
    metadata = metadata == null ? Metadata.NONE : metadata;
  }
}
