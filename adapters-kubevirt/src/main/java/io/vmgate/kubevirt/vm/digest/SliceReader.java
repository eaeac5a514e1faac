package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.vm.model.EndpointSlice;
import io.vmgate.kubevirt.vm.model.EndpointSlice.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads EndpointSlices. */
public final class SliceReader {
  /** Kubernetes API: EndpointSlice, "Ownership". */
  private static final String SERVICE = "kubernetes.io/service-name";

  private SliceReader() {}

  /** Reduce a slice; null when it stands behind no Service. */
  public static @Nullable SliceDigest read(EndpointSlice slice) {
    String service = Wording.text(slice.metadata().labels().get(SERVICE));
    if (service == null) {
      return null;
    }
    List<String> ready = new ArrayList<>(1);
    for (Endpoint endpoint : slice.endpoints()) {
      if (endpoint.isReady()) {
        ready.addAll(endpoint.addresses());
      }
    }
    return new SliceDigest(service, List.copyOf(ready));
  }
}
