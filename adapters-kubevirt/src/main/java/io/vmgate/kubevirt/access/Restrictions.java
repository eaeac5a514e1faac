package io.vmgate.kubevirt.access;

import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may reach which ports of a machine, by the service that said so; and the rules that follow.
 */
final class Restrictions {
  /** A port of the machine. */
  record Port(Transport transport, int port) implements Comparable<Port> {
    @Override
    public int compareTo(Port other) {
      int byTransport = transport.compareTo(other.transport);
      return byTransport != 0 ? byTransport : Integer.compare(port, other.port);
    }
  }

  private record Restriction(SortedSet<Port> ports, SortedSet<String> blocks) {}

  private final SortedMap<String, Restriction> byKey = new TreeMap<>();

  /** Read what {@link #text} wrote; empty when it cannot be read. */
  static Optional<Restrictions> read(String text) {
    Restrictions restrictions = new Restrictions();
    try {
      JsonNode services = ObjectLine.JSON.readTree(text);
      if (!services.isObject()) {
        return Optional.empty();
      }
      for (Map.Entry<String, JsonNode> service : services.properties()) {
        restrictions.byKey.put(service.getKey(), restriction(service.getValue()));
      }
      return Optional.of(restrictions);
    } catch (JacksonException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static Restriction restriction(JsonNode written) {
    Restriction restriction = new Restriction(new TreeSet<>(), new TreeSet<>());
    for (JsonNode port : written.path("ports")) {
      int number = port.path("port").asInt(0);
      if (!PortRange.ALL.contains(number)) {
        throw new IllegalArgumentException("no port: " + number);
      }
      restriction
          .ports()
          .add(new Port(Transport.valueOf(port.path("protocol").asString("")), number));
    }
    for (JsonNode block : written.path("from")) {
      restriction
          .blocks()
          .add(
              AddressBlock.parse(block.asString(""))
                  .orElseThrow(() -> new IllegalArgumentException("no block: " + block))
                  .value());
    }
    return restriction;
  }

  void put(String service, List<PortMapping> ports, List<AddressBlock> allowFrom) {
    Restriction restriction = new Restriction(new TreeSet<>(), new TreeSet<>());
    for (PortMapping port : ports) {
      Integer target = port.targetPort();
      restriction.ports().add(new Port(port.transport(), target == null ? port.port() : target));
    }
    allowFrom.forEach(block -> restriction.blocks().add(block.value()));
    byKey.put(service, restriction);
  }

  /**
   * Forget what was said for a service.
   *
   * @return whether anything was
   */
  boolean remove(String service) {
    return byKey.remove(service) != null;
  }

  /** The keys that something stands under. */
  Set<String> keys() {
    return Set.copyOf(byKey.keySet());
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Write it all down, as JSON. */
  String text() {
    ObjectNode services = ObjectLine.JSON.createObjectNode();
    byKey.forEach(
        (name, restriction) -> {
          ObjectNode service = services.putObject(name);
          ArrayNode ports = service.putArray("ports");
          restriction.ports().forEach(port -> write(ports.addObject(), port));
          restriction.blocks().forEach(service.putArray("from")::add);
        });
    return services.toString();
  }

  /**
   * Write the rules (Kubernetes API: NetworkPolicyIngressRule), which add up: one for all ports
   * that the same addresses may reach, and one that opens the ports nobody restricted to everybody.
   */
  ArrayNode rules() {
    SortedMap<Port, SortedSet<String>> admitted = new TreeMap<>();
    for (Restriction restriction : byKey.values()) {
      for (Port port : restriction.ports()) {
        admitted.computeIfAbsent(port, any -> new TreeSet<>()).addAll(restriction.blocks());
      }
    }
    Map<SortedSet<String>, List<Port>> byBlocks = new HashMap<>();
    admitted.forEach(
        (port, blocks) -> byBlocks.computeIfAbsent(blocks, any -> new ArrayList<>()).add(port));
    ArrayNode rules = ObjectLine.JSON.createArrayNode();
    byBlocks.forEach(
        (blocks, ports) -> {
          ObjectNode rule = rules.addObject();
          ArrayNode from = rule.putArray("from");
          blocks.forEach(block -> from.addObject().putObject("ipBlock").put("cidr", block));
          ArrayNode written = rule.putArray("ports");
          ports.forEach(port -> write(written.addObject(), port));
        });
    ArrayNode open = rules.addObject().putArray("ports");
    for (Transport transport : Transport.values()) {
      open(transport, admitted.keySet(), open);
    }
    return rules;
  }

  private static void open(Transport transport, Collection<Port> restricted, ArrayNode into) {
    List<Integer> ports =
        restricted.stream().filter(port -> port.transport() == transport).map(Port::port).toList();
    if (ports.isEmpty()) {
      into.addObject().put("protocol", transport.name());
      return;
    }
    int first = PortRange.ALL.first();
    for (int port : ports) {
      open(transport, first, port - 1, into);
      first = port + 1;
    }
    open(transport, first, PortRange.ALL.last(), into);
  }

  private static void open(Transport transport, int first, int last, ArrayNode into) {
    if (first <= last) {
      ObjectNode range = into.addObject();
      write(range, new Port(transport, first));
      if (first < last) {
        range.put("endPort", last);
      }
    }
  }

  private static void write(ObjectNode into, Port port) {
    into.put("protocol", port.transport().name()).put("port", port.port());
  }
}
