package io.vmgate.kubevirt.vm.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A pod, as far as a launcher pod matters here (v1, Pod).
 *
 * @param status null when only metadata was asked for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pod(Metadata metadata, @Nullable Status status) implements WireObject {
  public Pod {
    metadata = metadata == null ? Metadata.NONE : metadata;
  }

  /** How it stands. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(@Nullable String phase) {}
}
