package io.vmgate.bootstrap.settings;

import io.vmgate.application.access.AccessLimits;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.limit.Limit;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Read what tenants may publish unless they have a quota; docs/operations.md lists the variables.
 */
public final class AccessSettings {
  private static final String SERVICES = "VMGATE_ACCESS_SERVICES";
  private static final String TYPES = "VMGATE_ACCESS_TYPES";
  private static final String NODE_PORTS = "VMGATE_NODE_PORT_RANGE";
  private static final String PROBES = "VMGATE_PROBE_LIMIT";

  /** The variables that are read. */
  public static final List<String> VARIABLES = List.of(SERVICES, TYPES, NODE_PORTS, PROBES);

  private static final int MOST_SERVICES = 100_000;
  private static final int USUAL_PROBES = 30;
  private static final int MOST_PROBES = 10_000;

  /** A change of ours shows within milliseconds; a list right after it must have it. */
  private static final Duration SHOW_PATIENCE = Duration.ofSeconds(2);

  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(3);

  private AccessSettings() {}

  static AccessLimits from(Environment environment, Duration requestKeys) {
    AccessQuota usual = AccessQuota.USUAL;
    return new AccessLimits(
        new AccessQuota(
            environment.number(SERVICES, usual.mostServices(), 0, MOST_SERVICES),
            types(environment).orElse(usual.types()),
            nodePorts(environment).orElse(usual.nodePorts())),
        requestKeys,
        SHOW_PATIENCE,
        PROBE_PATIENCE,
        Limit.exact("probes", environment.number(PROBES, USUAL_PROBES, 0, MOST_PROBES)));
  }

  private static Optional<Set<ServiceType>> types(Environment environment) {
    return environment
        .text(TYPES)
        .map(
            text -> {
              Set<ServiceType> types = new LinkedHashSet<>();
              for (String word : text.split(",", -1)) {
                types.add(
                    ServiceType.ofWireName(word.strip())
                        .orElseThrow(
                            () ->
                                new SettingsException(
                                    TYPES
                                        + " is no list of NodePort, LoadBalancer, ClusterIP: "
                                        + text)));
              }
              return types;
            });
  }

  private static Optional<PortRange> nodePorts(Environment environment) {
    return environment
        .text(NODE_PORTS)
        .map(
            text ->
                PortRange.parse(text.strip())
                    .orElseThrow(
                        () ->
                            new SettingsException(
                                NODE_PORTS
                                    + " is no range of ports such as 30000-32767: "
                                    + text)));
  }
}
