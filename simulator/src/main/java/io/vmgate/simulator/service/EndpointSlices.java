package io.vmgate.simulator.service;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The slice of a service, as the cluster's own controller writes it (Kubernetes:
 * pkg/controller/endpointslice). Here a service has one, however many pods it selects; pods that
 * understand the name of a port otherwise than the first one are left out.
 */
public final class EndpointSlices {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final String CONTROLLER = "endpointslice-controller.k8s.io";

  private static final int LONGEST_PREFIX = 58;

  private EndpointSlices() {}

  /** Name the service of a slice that the cluster keeps; null if somebody else keeps it. */
  static @Nullable String serviceOf(StoredObject slice) {
    return CONTROLLER.equals(slice.label(MANAGED_BY)) ? slice.label(SERVICE_NAME) : null;
  }

  /** Make the slice of a service, still without endpoints. */
  public static ObjectNode create(JsonNode service, String suffix, String uid, String now) {
    String name = Json.name(service);
    ObjectNode slice = Json.object();
    slice.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
    slice.put("addressType", "IPv4");
    ObjectNode metadata = slice.putObject("metadata");
    metadata.put("creationTimestamp", now).put("generateName", name + "-").put("generation", 1);
    String prefix = (name + "-").substring(0, Math.min(name.length() + 1, LONGEST_PREFIX));
    metadata.put("name", prefix + suffix).put("namespace", Json.namespace(service));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("blockOwnerDeletion", true)
        .put("controller", true)
        .put("kind", "Service")
        .put("name", name)
        .put("uid", Json.uid(service));
    metadata.put("uid", uid);
    return slice;
  }

  /** Write into a slice what holds now; what is right already stays as it is. */
  public static void fill(ObjectNode slice, JsonNode service, Offer offer, List<Backend> pods) {
    ObjectNode labels = Json.object();
    Json.at(service, "metadata", "labels").forEachEntry(labels::set);
    labels.put(MANAGED_BY, CONTROLLER).put(SERVICE_NAME, offer.name());
    if (Json.text(service, "spec", "clusterIP").equals("None")) {
      labels.put("service.kubernetes.io/headless", "");
    }
    Json.metadata(slice).set("labels", labels);
    ArrayNode endpoints = Json.array();
    List<Integer> targets = List.of();
    for (Backend pod : pods) {
      List<Integer> own = targets(offer, pod);
      if (targets.isEmpty() && own.stream().anyMatch(number -> number > 0)) {
        targets = own;
      }
      if (own.equals(targets)) {
        endpoint(endpoints.addObject(), pod, offer);
      }
    }
    if (endpoints.isEmpty()) {
      // A slice that only keeps the place; the real one has nulls there too.
      slice.putNull("endpoints").putNull("ports");
      return;
    }
    slice.set("endpoints", endpoints);
    ArrayNode ports = slice.putArray("ports");
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i) > 0) {
        ServicePort port = offer.ports().get(i);
        ports
            .addObject()
            .put("name", port.name())
            .put("port", targets.get(i))
            .put("protocol", port.protocol());
      }
    }
  }

  private static List<Integer> targets(Offer offer, Backend pod) {
    List<Integer> targets = new ArrayList<>();
    offer.ports().forEach(port -> targets.add(pod.target(port)));
    return targets;
  }

  private static void endpoint(ObjectNode endpoint, Backend pod, Offer offer) {
    endpoint.putArray("addresses").add(pod.address());
    endpoint
        .putObject("conditions")
        .put("ready", pod.isServing(offer))
        .put("serving", pod.ready())
        .put("terminating", pod.terminating());
    endpoint.put("nodeName", pod.node());
    endpoint
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("name", pod.pod())
        .put("namespace", pod.namespace())
        .put("uid", pod.uid());
  }
}
