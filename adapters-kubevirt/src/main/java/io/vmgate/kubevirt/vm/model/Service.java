package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stable address for pods (v1, Service). */
public record Service(Metadata metadata, Spec spec, Status status) implements WireObject {
  public Service {
    metadata = metadata == null ? Metadata.NONE : metadata;
    spec = spec == null ? new Spec(null, null, null, List.of(), Map.of()) : spec;
    status = status == null ? new Status(null) : status;
  }

  /**
   * What is wanted.
   *
   * @param externalTrafficPolicy Local where only the node that has the pod answers
   */
  public record Spec(
      @Nullable String type,
      @Nullable String clusterIP,
      @Nullable String externalTrafficPolicy,
      List<Port> ports,
      Map<String, String> selector) {
    public Spec {
      ports = Wire.list(ports);
      selector = selector == null ? Map.of() : selector;
    }
  }

  /**
   * A port, and the one on every node that leads to it.
   *
   * @param protocol TCP where nothing is said
   * @param targetPort of the pod, by number or by name; the port itself where nothing is said
   */
  public record Port(
      @Nullable String name,
      @Nullable String protocol,
      @Nullable Integer port,
      @Nullable String targetPort,
      @Nullable Integer nodePort) {}

  /** What was given. */
  public record Status(@Nullable LoadBalancer loadBalancer) {}

  /** The balancer in front. */
  public record LoadBalancer(List<Ingress> ingress) {
    public LoadBalancer {
      ingress = Wire.list(ingress);
    }
  }

  /** An address of the balancer. */
  public record Ingress(@Nullable String ip, @Nullable String hostname) {}
}
