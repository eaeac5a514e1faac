package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Refuses services that break a rule, in the server's own words (Kubernetes:
 * pkg/apis/core/validation).
 */
final class ServiceChecks {
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  static final String PORT_RULE = "must be between 1 and 65535, inclusive";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end"
          + " with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

  private final ObjectNode service;
  private final JsonNode spec;
  private final String type;
  private final FieldErrors errors = new FieldErrors();

  private ServiceChecks(ObjectNode service) {
    this.service = service;
    this.spec = service.path("spec");
    this.type = Json.text(spec, "type");
  }

  /** Refuse a service with fields of the wrong kind; call this before anything reads them. */
  static void checkShape(ObjectNode service) {
    JsonNode ports = Json.at(service, "spec", "ports");
    if (!ports.isMissingNode() && !ports.isNull() && !ports.isArray()) {
      throw unreadable("spec.ports", "[]v1.ServicePort");
    }
    for (JsonNode port : ports) {
      if (!port.isObject()) {
        throw unreadable("spec.ports", "v1.ServicePort");
      }
      for (String field : List.of("port", "nodePort")) {
        if (port.has(field) && !port.path(field).isNull() && !port.path(field).canConvertToInt()) {
          throw unreadable("spec.ports." + field, "int32");
        }
      }
      JsonNode target = port.path("targetPort");
      if (port.has("targetPort")
          && !target.isNull()
          && !target.isString()
          && !target.canConvertToInt()) {
        throw unreadable("spec.ports.targetPort", "intstr.IntOrString");
      }
    }
  }

  private static StatusException unreadable(String field, String kind) {
    return StatusException.badRequest(
        "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal into Go struct field"
            + " Service."
            + field
            + " of type "
            + kind);
  }

  /** Refuse a completed service that breaks a rule. */
  static void check(ObjectNode service) {
    ServiceChecks checks = new ServiceChecks(service);
    checks.checkType();
    checks.checkPorts();
    checks.checkSourceRanges();
    checks.raise();
  }

  /** Refuse a change of what cannot change. */
  static void checkChange(ObjectNode before, ObjectNode after) {
    ServiceChecks checks = new ServiceChecks(after);
    String address = Json.text(before, "spec", "clusterIP");
    boolean kept =
        checks.type.equals("ExternalName")
            || Json.text(before, "spec", "type").equals("ExternalName")
            || address.isEmpty();
    if (!kept && !address.equals(Json.text(checks.spec, "clusterIP"))) {
      checks.errors.invalid(
          "spec.clusterIPs[0]",
          "[]string{\"" + Json.text(checks.spec, "clusterIP") + "\"}",
          "may not change once set");
    }
    checks.raise();
  }

  private void raise() {
    errors.raise(ResourceTypes.SERVICE, Json.name(service));
  }

  private void checkType() {
    if (!TYPES.contains(type)) {
      errors.unsupported("spec.type", type, TYPES);
    }
    String address = Json.text(spec, "clusterIP");
    if (address.equals("None") && ServiceRules.isExternal(type)) {
      errors.invalid(
          "spec.clusterIPs[0]", "\"None\"", "may not be set to 'None' for " + type + " services");
    } else if (!address.isEmpty() && !address.equals("None") && Cidr.address(address) == null) {
      errors.invalid(
          "spec.clusterIPs[0]",
          spec.path("clusterIP"),
          "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    if (type.equals("ExternalName") && Json.text(spec, "externalName").isEmpty()) {
      errors.required("spec.externalName", "");
    }
    if (spec.has("externalTrafficPolicy") && !ServiceRules.isExternal(type)) {
      errors.invalid(
          "spec.externalTrafficPolicy",
          spec.path("externalTrafficPolicy"),
          "may only be set for externally-accessible services");
    }
  }

  private void checkPorts() {
    JsonNode ports = spec.path("ports");
    boolean headless = Json.text(spec, "clusterIP").equals("None");
    if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
      errors.required("spec.ports", "");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      checkPort("spec.ports[" + i + "]", ports.path(i), ports.size() > 1, names);
    }
    Set<String> pairs = new HashSet<>();
    Set<String> nodePairs = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      String field = "spec.ports[" + i + "]";
      String protocol = Json.text(ports.path(i), "protocol");
      int number = ports.path(i).path("port").intValue(0);
      int nodePort = ports.path(i).path("nodePort").intValue(0);
      if (!pairs.add(protocol + number)) {
        errors.duplicate(field, printed(protocol, number, 0));
      }
      if (nodePort != 0 && !ServiceRules.isExternal(type)) {
        errors.forbidden(field + ".nodePort", "may not be used when `type` is '" + type + "'");
      } else if (nodePort != 0 && !nodePairs.add(protocol + nodePort)) {
        errors.duplicate(field + ".nodePort", printed(protocol, 0, nodePort));
      }
    }
  }

  private void checkPort(String field, JsonNode port, boolean named, Set<String> names) {
    String name = Json.text(port, "name");
    if (name.isEmpty()) {
      if (named) {
        errors.required(field + ".name", "");
      }
    } else if (name.length() > 63) {
      errors.invalid(field + ".name", port.path("name"), "must be no more than 63 characters");
    } else if (!LABEL.matcher(name).matches()) {
      errors.invalid(field + ".name", port.path("name"), LABEL_RULE);
    } else if (!names.add(name)) {
      errors.duplicate(field + ".name", port.path("name").toString());
    }
    checkNumber(field + ".port", port.path("port"));
    if (!PROTOCOLS.contains(Json.text(port, "protocol"))) {
      errors.unsupported(field + ".protocol", Json.text(port, "protocol"), PROTOCOLS);
    }
    JsonNode target = port.path("targetPort");
    if (target.isString()) {
      for (String why : faultsOfPortName(target.stringValue())) {
        errors.invalid(field + ".targetPort", target, why);
      }
    } else {
      checkNumber(field + ".targetPort", target);
    }
  }

  private void checkNumber(String field, JsonNode number) {
    if (number.intValue(0) < 1 || number.intValue(0) > 65535) {
      errors.invalid(field, Integer.toString(number.intValue(0)), PORT_RULE);
    }
  }

  /** List what is wrong with the name of a container's port (RFC 6335). */
  static List<String> faultsOfPortName(String name) {
    List<String> faults = new ArrayList<>();
    if (name.length() > 15) {
      faults.add("must be no more than 15 characters");
    }
    if (!name.matches("[-a-z0-9]+")) {
      faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!name.matches(".*[a-z].*")) {
      faults.add("must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      faults.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      faults.add("must not begin or end with a hyphen");
    }
    return faults;
  }

  private void checkSourceRanges() {
    JsonNode ranges = spec.path("loadBalancerSourceRanges");
    if (!ranges.isEmpty() && !type.equals("LoadBalancer")) {
      errors.forbidden(
          "spec.loadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'");
      return;
    }
    for (int i = 0; i < ranges.size(); i++) {
      if (Cidr.parse(ranges.path(i).asString("").strip()) == null) {
        errors.invalid("spec.loadBalancerSourceRanges[" + i + "]", ranges.path(i), Cidr.RULE);
      }
    }
  }

  /** Print a port as Go prints the struct. */
  private static String printed(String protocol, int port, int nodePort) {
    return "core.ServicePort{Name:\"\", Protocol:\""
        + protocol
        + "\", AppProtocol:(*string)(nil), Port:"
        + port
        + ", TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:"
        + nodePort
        + "}";
  }
}
