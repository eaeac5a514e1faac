package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Completes and judges network policies (Kubernetes: pkg/apis/networking/validation). */
final class PolicyRules {
  private static final List<String> TYPES = List.of("Egress", "Ingress");

  private PolicyRules() {}

  static void complete(ObjectNode policy) {
    ObjectNode spec = Json.child(policy, "spec");
    Json.child(spec, "podSelector");
    if (spec.path("policyTypes").isEmpty()) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
    for (String direction : List.of("ingress", "egress")) {
      for (JsonNode rule : spec.path(direction)) {
        for (JsonNode item : rule.path("ports")) {
          if (item instanceof ObjectNode port && !port.has("protocol")) {
            port.put("protocol", "TCP");
          }
        }
      }
    }
  }

  static void check(ObjectNode policy) {
    FieldErrors errors = new FieldErrors();
    JsonNode spec = policy.path("spec");
    checkRules(errors, "spec.ingress", spec.path("ingress"), "from");
    checkRules(errors, "spec.egress", spec.path("egress"), "to");
    JsonNode types = spec.path("policyTypes");
    for (int i = 0; i < types.size(); i++) {
      String type = types.path(i).asString("");
      if (!TYPES.contains(type)) {
        errors.unsupported("spec.policyTypes[" + i + "]", type, TYPES);
      }
    }
    errors.raise(ResourceTypes.NETWORK_POLICY, Json.name(policy));
  }

  private static void checkRules(FieldErrors errors, String field, JsonNode rules, String side) {
    for (int i = 0; i < rules.size(); i++) {
      JsonNode ports = rules.path(i).path("ports");
      for (int j = 0; j < ports.size(); j++) {
        checkPort(errors, field + "[" + i + "].ports[" + j + "]", ports.path(j));
      }
      JsonNode peers = rules.path(i).path(side);
      for (int j = 0; j < peers.size(); j++) {
        checkPeer(errors, field + "[" + i + "]." + side + "[" + j + "]", peers.path(j));
      }
    }
  }

  private static void checkPort(FieldErrors errors, String field, JsonNode port) {
    String protocol = Json.text(port, "protocol");
    if (!ServiceChecks.PROTOCOLS.contains(protocol)) {
      errors.unsupported(field + ".protocol", protocol, ServiceChecks.PROTOCOLS);
    }
    JsonNode number = port.path("port");
    if (number.isString()) {
      for (String why : ServiceChecks.faultsOfPortName(number.stringValue())) {
        errors.invalid(field + ".port", number, why);
      }
    } else if (port.has("port") && (number.intValue(0) < 1 || number.intValue(0) > 65535)) {
      errors.invalid(field + ".port", number, ServiceChecks.PORT_RULE);
    }
    if (port.has("endPort")) {
      if (!number.isNumber()) {
        errors.required(field + ".port", "must be specified when `endPort` is specified");
      } else if (port.path("endPort").intValue(0) < number.intValue(0)) {
        errors.invalid(
            field + ".endPort", port.path("endPort"), "must be greater than or equal to `port`");
      }
    }
  }

  private static void checkPeer(FieldErrors errors, String field, JsonNode peer) {
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (!peer.has("ipBlock")) {
      if (!selects) {
        errors.required(field, "must specify a peer");
      }
      return;
    }
    if (selects) {
      errors.forbidden(field, "may not specify both ipBlock and another peer");
    }
    String block = field + ".ipBlock";
    String text = Json.text(peer, "ipBlock", "cidr");
    if (text.isEmpty()) {
      errors.required(block + ".cidr", "");
      return;
    }
    @Nullable Cidr range = Cidr.parse(text);
    if (range == null) {
      errors.invalid(block + ".cidr", Json.at(peer, "ipBlock", "cidr"), Cidr.RULE);
      return;
    }
    JsonNode except = Json.at(peer, "ipBlock", "except");
    for (int i = 0; i < except.size(); i++) {
      @Nullable Cidr part = Cidr.parse(except.path(i).asString(""));
      if (part == null) {
        errors.invalid(block + ".except[" + i + "]", except.path(i), Cidr.RULE);
      } else if (!range.isWiderThan(part)) {
        errors.invalid(
            block + ".except[" + i + "]", except.path(i), "must be a strict subset of `cidr`");
      }
    }
  }
}
