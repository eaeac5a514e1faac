package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of what stands behind a Service (discovery.k8s.io/v1, EndpointSlice). */
public record EndpointSlice(Metadata metadata, List<Endpoint> endpoints) implements WireObject {
  public EndpointSlice {
    metadata = metadata == null ? Metadata.NONE : metadata;
    endpoints = Wire.list(endpoints);
  }

  /** A pod that answers, or may. */
  public record Endpoint(List<String> addresses, @Nullable Conditions conditions) {
    public Endpoint {
      addresses = Wire.list(addresses);
    }

    /** Kubernetes API: where nothing is said it is to be taken for ready. */
    public boolean isReady() {
      return conditions == null || conditions.ready() == null || conditions.ready();
    }
  }

  /** How a pod stands. */
  public record Conditions(@Nullable Boolean ready) {}
}
