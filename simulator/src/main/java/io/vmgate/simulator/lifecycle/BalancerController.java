package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.service.BalancerAddresses;
import io.vmgate.simulator.service.Offer;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives services of type LoadBalancer their address, a while after they asked for one. */
final class BalancerController implements Controller {
  /**
   * What the balancer gives: nothing at all for {@code pending}, a name for {@code hostname} or
   * {@code hostname:NAME}, otherwise an address.
   */
  private static final String ANNOTATION = "simulator.vmgate.io/load-balancer";

  private static final String HOSTNAME = "hostname";

  private final Cluster cluster;
  private final BalancerAddresses addresses;

  BalancerController(Cluster cluster, BalancerAddresses addresses) {
    this.cluster = cluster;
    this.addresses = addresses;
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode service = cluster.read(ResourceTypes.SERVICE, namespace, name);
    // Balancers of another class are somebody else's.
    if (service == null
        || Json.isBeingDeleted(service)
        || !Json.text(service, "spec", "type").equals("LoadBalancer")
        || !Json.text(service, "spec", "loadBalancerClass").isEmpty()
        || !Json.at(service, "status", "loadBalancer", "ingress").isEmpty()
        || wish(service).equals("pending")) {
      return null;
    }
    return Step.in(
        3000,
        "balance:" + Json.uid(service),
        () -> cluster.edit(ResourceTypes.SERVICE, namespace, name, this::balance));
  }

  private void balance(ObjectNode service) {
    ArrayNode ingress =
        Json.child(Json.child(service, "status"), "loadBalancer").putArray("ingress");
    String wish = wish(service);
    if (wish.equals(HOSTNAME)) {
      ingress
          .addObject()
          .put("hostname", Json.name(service) + "-" + Json.namespace(service) + ".lb.example.net");
    } else if (wish.startsWith(HOSTNAME + ":")) {
      ingress.addObject().put("hostname", wish.substring(HOSTNAME.length() + 1));
    } else {
      ingress
          .addObject()
          .put("ip", addresses.choose(Offer.of(service).ports()))
          .put("ipMode", "VIP");
    }
  }

  private static String wish(ObjectNode service) {
    return Json.text(service, "metadata", "annotations", ANNOTATION);
  }
}
