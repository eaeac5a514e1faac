package io.vmgate.rest.access;

import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.rest.envelope.BodyFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the ports of a service, and refuses what no cluster would take. */
final class PortBodies {
  /** More than that is a range, which services do not know. */
  static final int MOST = 50;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final String PROTOCOLS = "TCP, UDP";
  private static final int LONGEST_WORD = 63;

  private PortBodies() {}

  /**
   * Read them.
   *
   * @param type empty when that was wrong already
   */
  static List<PortMapping> read(BodyFields body, Optional<ServiceType> type) {
    List<PortMapping> ports = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> exposed = new HashSet<>();
    Map<Integer, Integer> onNodes = new HashMap<>();
    for (BodyFields fields : body.objects("ports", MOST)) {
      PortMapping port = port(fields, type);
      ports.add(port);
      if (port.name() != null && !names.add(port.name())) {
        fields.refuse("name", FieldReason.TWICE, port.name());
      }
      if (!exposed.add(port.transport() + " " + port.port())) {
        fields.refuse("port", FieldReason.TWICE, port.port());
      }
      if (port.nodePort() != null && isTwice(port, port.nodePort(), onNodes)) {
        fields.refuse("nodePort", FieldReason.TWICE, port.nodePort());
      }
    }
    return ports;
  }

  /** Kubernetes shares a port of the nodes among the protocols of one port, and among no others. */
  private static boolean isTwice(PortMapping port, int nodePort, Map<Integer, Integer> onNodes) {
    Integer other = onNodes.putIfAbsent(nodePort, port.port());
    return other != null && other != port.port();
  }

  private static PortMapping port(BodyFields fields, Optional<ServiceType> type) {
    if (!fields.has("port")) {
      fields.refuse("port", FieldReason.REQUIRED);
    }
    int port = number(fields, "port", 0);
    int targetPort = number(fields, "targetPort", port);
    Integer nodePort = fields.has("nodePort") ? (Integer) number(fields, "nodePort", 0) : null;
    if (nodePort != null && type.isPresent() && !type.get().hasNodePorts()) {
      fields.refuse("nodePort", FieldReason.NOT_WITH, "ClusterIP");
    }
    return new PortMapping(name(fields), transport(fields), port, targetPort, nodePort);
  }

  private static int number(BodyFields fields, String field, int missing) {
    return fields.number(field, missing, PortRange.ALL.first(), PortRange.ALL.last());
  }

  private static @Nullable String name(BodyFields fields) {
    String name = fields.text("name", LONGEST_WORD);
    if (name != null && !NAME.matcher(name).matches()) {
      fields.refuse("name", FieldReason.MALFORMED, "a–z, 0–9, -; a letter or digit first and last");
    }
    return name;
  }

  private static Transport transport(BodyFields fields) {
    String word = fields.text("protocol", LONGEST_WORD);
    Optional<Transport> transport =
        word == null ? Optional.of(Transport.TCP) : Transport.ofWireName(word);
    if (transport.isEmpty() || transport.get() == Transport.SCTP) {
      fields.refuse("protocol", FieldReason.NOT_ONE_OF, PROTOCOLS);
      return Transport.TCP;
    }
    return transport.get();
  }
}
