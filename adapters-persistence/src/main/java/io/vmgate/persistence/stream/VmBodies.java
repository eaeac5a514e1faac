package io.vmgate.persistence.stream;

import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmState;
import io.vmgate.domain.vm.VmSummary;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Copies machines to what is written down, and back. */
final class VmBodies {
  private VmBodies() {}

  static VmBody toBody(VmSummary vm) {
    return new VmBody(
        vm.id().toString(),
        vm.name().namespace(),
        vm.name().name(),
        false,
        vm.createdAt().toString(),
        vm.state().printableStatus(),
        vm.state().message(),
        vm.vCpus(),
        vm.memoryBytes(),
        vm.image(),
        vm.nodeName(),
        vm.accessIp(),
        toBody(vm.service()),
        vm.labels(),
        vm.runStrategy(),
        vm.instancetype(),
        vm.preference(),
        toBody(vm.guest()));
  }

  static VmBody goneBody(VmId id, VmName name) {
    return new VmBody(
        id.toString(),
        name.namespace(),
        name.name(),
        true,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static VmId id(VmBody body) {
    return new VmId(UUID.fromString(body.id()));
  }

  static VmName name(VmBody body) {
    return new VmName(body.namespace(), body.name());
  }

  static VmSummary toSummary(VmBody body) {
    return new VmSummary(
        id(body),
        name(body),
        Instant.parse(Objects.requireNonNull(body.createdAt())),
        VmState.of(Objects.requireNonNull(body.printableStatus()), body.message()),
        body.vCpus(),
        body.memoryBytes(),
        body.image(),
        body.nodeName(),
        body.accessIp(),
        toService(body.service()),
        Objects.requireNonNullElse(body.labels(), Map.of()),
        body.runStrategy(),
        body.instancetype(),
        body.preference(),
        toGuest(body.guest()));
  }

  private static VmBody.@Nullable Service toBody(@Nullable PublishedService service) {
    return service == null
        ? null
        : new VmBody.Service(service.name(), service.type(), service.accessAddress());
  }

  private static @Nullable PublishedService toService(VmBody.@Nullable Service service) {
    return service == null
        ? null
        : new PublishedService(service.name(), service.type(), service.address());
  }

  private static VmBody.@Nullable Guest toBody(@Nullable Guest guest) {
    return guest == null
        ? null
        : new VmBody.Guest(
            guest.startedAt() == null ? null : guest.startedAt().toString(),
            guest.ready(),
            guest.agentConnected(),
            guest.operatingSystem(),
            guest.liveMigratable(),
            guest.notMigratableReason());
  }

  private static @Nullable Guest toGuest(VmBody.@Nullable Guest guest) {
    return guest == null
        ? null
        : new Guest(
            guest.startedAt() == null ? null : Instant.parse(guest.startedAt()),
            guest.ready(),
            guest.agentConnected(),
            guest.operatingSystem(),
            guest.liveMigratable(),
            guest.notMigratableReason());
  }
}
