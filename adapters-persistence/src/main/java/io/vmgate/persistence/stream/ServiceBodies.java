package io.vmgate.persistence.stream;

import io.vmgate.domain.access.AccessService.PendingReason;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceStatus;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Copies services to what is written down, and back. */
final class ServiceBodies {
  private ServiceBodies() {}

  static ServiceBody toBody(ServiceSummary service) {
    return new ServiceBody(
        service.id().toString(),
        service.name(),
        service.vm().toString(),
        service.vmName().namespace(),
        service.vmName().name(),
        false,
        service.type().wireName(),
        service.ports().stream().map(ServiceBodies::toBody).toList(),
        service.status().name(),
        service.reason().name(),
        service.createdAt().toString(),
        toBody(service.terms()));
  }

  static ServiceBody goneBody(ServiceId id, String name, VmId vm, VmName vmName) {
    return new ServiceBody(
        id.toString(),
        name,
        vm.toString(),
        vmName.namespace(),
        vmName.name(),
        true,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static ServiceId id(ServiceBody body) {
    return new ServiceId(UUID.fromString(body.id()));
  }

  static VmId vm(ServiceBody body) {
    return new VmId(UUID.fromString(body.vmId()));
  }

  static VmName vmName(ServiceBody body) {
    return new VmName(body.namespace(), body.vmName());
  }

  /** Fails on words that only a newer version knows. */
  static ServiceSummary toSummary(ServiceBody body) {
    return new ServiceSummary(
        id(body),
        body.name(),
        ServiceType.ofWireName(Objects.requireNonNull(body.type())).orElseThrow(),
        vm(body),
        vmName(body),
        orEmpty(body.ports()).stream().map(ServiceBodies::toPort).toList(),
        ServiceStatus.valueOf(Objects.requireNonNull(body.status())),
        PendingReason.valueOf(Objects.requireNonNull(body.reason())),
        Instant.parse(Objects.requireNonNull(body.createdAt())),
        toTerms(body.terms()));
  }

  private static ServiceBody.Port toBody(ServiceSummary.Port port) {
    PortMapping mapping = port.mapping();
    return new ServiceBody.Port(
        mapping.name(),
        mapping.transport().name(),
        mapping.port(),
        mapping.targetPort(),
        mapping.nodePort(),
        port.address());
  }

  private static ServiceSummary.Port toPort(ServiceBody.Port port) {
    return new ServiceSummary.Port(
        new PortMapping(
            port.name(),
            Transport.valueOf(port.transport()),
            port.port(),
            port.targetPort(),
            port.nodePort()),
        port.address());
  }

  private static ServiceBody.@Nullable Terms toBody(ServiceSummary.@Nullable Terms terms) {
    return terms == null
        ? null
        : new ServiceBody.Terms(
            terms.madeBy(),
            terms.expiresAt() == null ? null : terms.expiresAt().toString(),
            terms.allowFrom().stream().map(AddressBlock::value).toList(),
            terms.extra());
  }

  private static ServiceSummary.@Nullable Terms toTerms(ServiceBody.@Nullable Terms terms) {
    return terms == null
        ? null
        : new ServiceSummary.Terms(
            terms.madeBy(),
            terms.expiresAt() == null ? null : Instant.parse(terms.expiresAt()),
            orEmpty(terms.allowFrom()).stream()
                .map(AddressBlock::parse)
                .flatMap(Optional::stream)
                .toList(),
            terms.extra());
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
