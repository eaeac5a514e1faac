package io.vmgate.testkit.access;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.vm.VmBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds services as they are seen: {@code aService("web").port(8080, 80, 30080).build()}. */
public final class AccessServiceBuilder {
  private final String name;
  private VmName vmName = new VmName("shop", "web-1");
  private VmId vm = VmBuilder.idOf(vmName);
  private ServiceType type = ServiceType.NODE_PORT;
  private final List<PortMapping> ports = new ArrayList<>();
  private @Nullable String host = "192.168.1.200";
  private List<String> endpoints = List.of();
  private Readiness readiness = Readiness.NOT_READY;
  private @Nullable UUID request = new UUID(9, 9);
  private String madeBy = "ann";
  private @Nullable Instant expiresAt;
  private List<AddressBlock> allowFrom = List.of();
  private @Nullable String extra;

  private AccessServiceBuilder(String name) {
    this.name = name;
  }

  /** A NodePort service of {@code shop/web-1} that the platform made for ann, not ready yet. */
  public static AccessServiceBuilder aService(String name) {
    return new AccessServiceBuilder(name);
  }

  public AccessServiceBuilder of(Vm machine) {
    vm = machine.id();
    vmName = machine.name();
    return this;
  }

  public AccessServiceBuilder typed(ServiceType other) {
    type = other;
    return this;
  }

  /** One more port; without any it has port 8080 that leads to 80. */
  public AccessServiceBuilder port(int port, int targetPort, @Nullable Integer nodePort) {
    ports.add(new PortMapping("tcp-" + port, Transport.TCP, port, targetPort, nodePort));
    return this;
  }

  public AccessServiceBuilder at(@Nullable String address) {
    host = address;
    return this;
  }

  /** Something is ready behind it. */
  public AccessServiceBuilder ready(String... addresses) {
    endpoints = List.of(addresses);
    readiness = Readiness.READY;
    return this;
  }

  /** Made for that request of that user. */
  public AccessServiceBuilder requestedAs(UUID id, String username) {
    request = id;
    madeBy = username;
    return this;
  }

  /** Made by others. */
  public AccessServiceBuilder foreign() {
    request = null;
    return this;
  }

  public AccessServiceBuilder expiringAt(Instant instant) {
    expiresAt = instant;
    return this;
  }

  public AccessServiceBuilder allowing(AddressBlock... blocks) {
    allowFrom = List.of(blocks);
    return this;
  }

  public AccessServiceBuilder saying(String json) {
    extra = json;
    return this;
  }

  public AccessService build() {
    UUID made = request;
    return new AccessService(
        new ServiceId(UUID.nameUUIDFromBytes((vmName + name).getBytes(StandardCharsets.UTF_8))),
        name,
        type,
        vm,
        vmName,
        ports.isEmpty()
            ? List.of(
                new PortMapping(
                    null, Transport.TCP, 8080, 80, type.hasNodePorts() ? (Integer) 30_080 : null))
            : ports,
        host,
        endpoints,
        readiness,
        ManualClock.START,
        made == null ? null : new AccessTerms(made, madeBy, expiresAt, allowFrom, extra));
  }
}
