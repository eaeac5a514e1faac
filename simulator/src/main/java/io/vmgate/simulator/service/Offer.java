package io.vmgate.simulator.service;

import io.vmgate.simulator.store.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a service offers.
 *
 * @param selector the labels of the pods behind it; empty if it has no selector
 * @param unreadyToo whether pods that are not ready count as if they were
 * @param ingress the addresses of its load balancer, empty if it has none
 */
public record Offer(
    String namespace,
    String name,
    Map<String, String> selector,
    List<ServicePort> ports,
    boolean unreadyToo,
    List<String> ingress) {

  public Offer {
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    ingress = List.copyOf(ingress);
  }

  /** Read a service. */
  public static Offer of(JsonNode service) {
    Map<String, String> selector = new HashMap<>();
    if (!Json.text(service, "spec", "type").equals("ExternalName")) {
      Json.at(service, "spec", "selector")
          .forEachEntry((label, value) -> selector.put(label, value.asString("")));
    }
    List<ServicePort> ports = new ArrayList<>();
    Json.at(service, "spec", "ports").forEach(port -> ports.add(ServicePort.of(port)));
    List<String> ingress = new ArrayList<>();
    for (JsonNode entry : Json.at(service, "status", "loadBalancer", "ingress")) {
      if (entry.has("ip")) {
        ingress.add(Json.text(entry, "ip"));
      }
    }
    return new Offer(
        Json.namespace(service),
        Json.name(service),
        selector,
        ports,
        Json.at(service, "spec", "publishNotReadyAddresses").booleanValue(false),
        ingress);
  }
}
