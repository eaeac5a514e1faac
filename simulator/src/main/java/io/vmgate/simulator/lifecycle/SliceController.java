package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.service.Backends;
import io.vmgate.simulator.service.EndpointSlices;
import io.vmgate.simulator.service.Offer;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the slice of each service that has a selector; looks at slices by the service's name. The
 * slice goes with the service, which owns it.
 */
final class SliceController implements Controller {
  private final Cluster cluster;
  private final Backends backends;

  SliceController(Cluster cluster, Backends backends) {
    this.cluster = cluster;
    this.backends = backends;
  }

  @Override
  public @Nullable Step next(String namespace, String service) {
    Offer offer = backends.offer(namespace, service);
    ObjectNode owner = cluster.read(ResourceTypes.SERVICE, namespace, service);
    if (offer == null || owner == null || offer.selector().isEmpty()) {
      return null;
    }
    ObjectNode present = slice(namespace, service);
    if (present != null && filled(present, owner, offer).equals(present)) {
      return null;
    }
    return Step.in(100, "slice", () -> write(namespace, service));
  }

  private void write(String namespace, String service) {
    Offer offer = backends.offer(namespace, service);
    ObjectNode owner = cluster.read(ResourceTypes.SERVICE, namespace, service);
    if (offer == null || owner == null || offer.selector().isEmpty()) {
      return;
    }
    ObjectNode present = slice(namespace, service);
    if (present == null) {
      ObjectNode slice =
          EndpointSlices.create(owner, cluster.ids().suffix(), cluster.ids().uid(), cluster.now());
      cluster.create(ResourceTypes.ENDPOINT_SLICE, filled(slice, owner, offer));
      return;
    }
    ObjectNode next = filled(present, owner, offer);
    if (!next.equals(present)) {
      ObjectNode metadata = Json.metadata(next);
      metadata.put("generation", metadata.path("generation").longValue(0) + 1);
      cluster.create(ResourceTypes.ENDPOINT_SLICE, next);
    }
  }

  private ObjectNode filled(ObjectNode slice, ObjectNode owner, Offer offer) {
    ObjectNode next = slice.deepCopy();
    EndpointSlices.fill(next, owner, offer, backends.behind(offer.namespace(), offer.name()));
    return next;
  }

  private @Nullable ObjectNode slice(String namespace, String service) {
    String name = backends.slice(namespace, service);
    return name == null ? null : cluster.read(ResourceTypes.ENDPOINT_SLICE, namespace, name);
  }
}
