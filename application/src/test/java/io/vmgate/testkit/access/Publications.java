package io.vmgate.testkit.access;

import io.vmgate.application.access.ServicePublisher.Made;
import io.vmgate.application.access.ServicePublisher.Publication;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceName;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds what is to be published; whatever a test does not say is something ordinary. */
public final class Publications {
  private final VmId vm;
  private final VmName vmName;
  private String name = "web-1-ssh";
  private ServiceType type = ServiceType.NODE_PORT;
  private List<PortMapping> ports = List.of(tcp(22, 22));
  private @Nullable UUID request;
  private @Nullable Instant expiresAt;
  private List<AddressBlock> allowFrom = List.of();
  private @Nullable String extra;

  private Publications(VmId vm, VmName vmName) {
    this.vm = vm;
    this.vmName = vmName;
  }

  /** A NodePort {@code web-1-ssh} for port 22, by ann, for ever and for everybody. */
  public static Publications of(VmId vm, VmName vmName) {
    return new Publications(vm, vmName);
  }

  /** Lead a port to a port over TCP. */
  public static PortMapping tcp(int port, int targetPort) {
    return new PortMapping(null, Transport.TCP, port, targetPort, null);
  }

  /** Name it; unless a request is given too, the request follows from the name. */
  public Publications named(String other) {
    name = other;
    return this;
  }

  public Publications typed(ServiceType other) {
    type = other;
    return this;
  }

  public Publications leading(PortMapping... others) {
    ports = List.of(others);
    return this;
  }

  public Publications forRequest(UUID id) {
    request = id;
    return this;
  }

  public Publications until(Instant instant) {
    expiresAt = instant;
    return this;
  }

  /** For these blocks of addresses only. */
  public Publications from(String... blocks) {
    allowFrom =
        List.of(blocks).stream().map(block -> AddressBlock.parse(block).orElseThrow()).toList();
    return this;
  }

  public Publications with(String json) {
    extra = json;
    return this;
  }

  public Publication build() {
    UUID id =
        request == null ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) : request;
    return new Publication(
        vm,
        vmName,
        new ServiceName(name),
        type,
        ports,
        new AccessTerms(id, "ann", expiresAt, allowFrom, extra));
  }

  /** What an inventory shows of it, more or less. */
  public static AccessService shown(Publication publication, Made made) {
    return new AccessService(
        made.id(),
        publication.name().value(),
        publication.type(),
        publication.vm(),
        publication.vmName(),
        publication.ports(),
        null,
        List.of(),
        Readiness.UNKNOWN,
        ManualClock.START,
        publication.terms());
  }
}
