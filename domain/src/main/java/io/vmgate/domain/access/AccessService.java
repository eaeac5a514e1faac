package io.vmgate.domain.access;

import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe a service that leads to a machine, as the cluster has it.
 *
 * @param vm the machine it leads to
 * @param ports at least one, unless others made it
 * @param host where it is reached: a node's, a balancer's or the cluster's address; null while
 *     there is none
 * @param endpoints addresses behind it that are ready, in the cluster's network
 * @param readiness whether anything answers behind it
 * @param terms what the platform keeps with its own; null for one that others made
 */
public record AccessService(
    ServiceId id,
    String name,
    ServiceType type,
    VmId vm,
    VmName vmName,
    List<PortMapping> ports,
    @Nullable String host,
    List<String> endpoints,
    Readiness readiness,
    Instant createdAt,
    @Nullable AccessTerms terms) {
  public AccessService {
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
  }

  /** What the cluster says about the endpoints. */
  public enum Readiness {
    /** At least one is ready. */
    READY,
    /** None is. */
    NOT_READY,
    /** The cluster does not let the platform see. */
    UNKNOWN
  }

  /** Whether the platform made it. */
  public boolean isOurs() {
    return terms != null;
  }

  /** Whether its time is over. */
  public boolean isExpired(Instant now) {
    return terms != null && terms.expiresAt() != null && !terms.expiresAt().isAfter(now);
  }

  /** The port at which a port is reached from where the service is for; null for none. */
  public @Nullable Integer exposedPort(PortMapping mapping) {
    return type == ServiceType.NODE_PORT ? mapping.nodePort() : (Integer) mapping.port();
  }

  /** Where a port is reached, {@code host:port}; null while it is nowhere. */
  public @Nullable String addressOf(PortMapping mapping) {
    Integer exposed = exposedPort(mapping);
    return host == null || exposed == null ? null : hostAndPort(host, exposed);
  }

  /** Join host and port; an IPv6 address gets its brackets (RFC 3986 §3.2.2). */
  public static String hostAndPort(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Where its first port is reached, {@code host:port}; null while it is nowhere. */
  public @Nullable String accessAddress() {
    return ports.isEmpty() ? null : addressOf(ports.getFirst());
  }

  /**
   * How it stands while its machine stands like that.
   *
   * @param machine the status of the machine
   */
  public ServiceStatus status(VmStatus machine) {
    if (machine == VmStatus.STOPPED) {
      return ServiceStatus.STOPPED;
    }
    boolean answers =
        switch (readiness) {
          case READY -> true;
          case NOT_READY -> false;
          case UNKNOWN -> machine == VmStatus.RUNNING || machine == VmStatus.MIGRATING;
        };
    return answers && host != null ? ServiceStatus.RUNNING : ServiceStatus.PENDING;
  }

  /** Why it does not run; {@link PendingReason#NONE} when it does. */
  public PendingReason pendingReason(VmStatus machine) {
    return switch (status(machine)) {
      case RUNNING -> PendingReason.NONE;
      case STOPPED -> PendingReason.MACHINE_STOPPED;
      case PENDING -> host == null ? PendingReason.NO_ADDRESS : PendingReason.NO_READY_ENDPOINT;
    };
  }

  /** Why a service does not run. */
  public enum PendingReason {
    NONE("none"),
    /** The machine is stopped. */
    MACHINE_STOPPED("machineStopped"),
    /** The load balancer has given no address yet, or no node is ready. */
    NO_ADDRESS("noAddress"),
    /** The machine is not ready: it starts, is paused, or its readiness probe fails. */
    NO_READY_ENDPOINT("noReadyEndpoint");

    private final String wireName;

    PendingReason(String wireName) {
      this.wireName = wireName;
    }

    /** The word in the contract. */
    public String wireName() {
      return wireName;
    }
  }
}
