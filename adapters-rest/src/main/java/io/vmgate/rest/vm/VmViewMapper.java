package io.vmgate.rest.vm;

import io.micronaut.http.HttpRequest;
import io.vmgate.application.vm.VmDetail;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.rest.envelope.TimeFormat;
import io.vmgate.rest.vm.VmDetailView.ConsoleView;
import io.vmgate.rest.vm.VmDetailView.NetworkView;
import io.vmgate.rest.vm.VmDetailView.StorageView;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Show machines as the contract has them: MiB, GiB, local times, words instead of constants. */
@Singleton
public final class VmViewMapper {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private final TimeFormat times;
  private final EventViewMapper events;

  VmViewMapper(TimeFormat times, EventViewMapper events) {
    this.times = times;
    this.events = events;
  }

  VmListView list(Page<Vm> page) {
    return new VmListView(
        page.total(), page.pages(), page.items().stream().map(this::basic).toList());
  }

  VmDetailView detail(HttpRequest<?> request, VmDetail detail) {
    Vm vm = detail.vm();
    return new VmDetailView(
        basic(vm),
        vm.networkInterfaces().stream().map(card -> network(card)).toList(),
        vm.disks().stream().map(VmViewMapper::storage).toList(),
        consoles(vm),
        events.views(request, detail.events().orElseGet(List::of)),
        new VmDetailView.Extra(
            vm.guestInterfaces().stream().map(card -> network(card)).toList(),
            detail.events().isEmpty()));
  }

  VmView basic(Vm vm) {
    return basic(VmSummary.of(vm));
  }

  /**
   * Show a machine that has changed, as it stands in a list.
   *
   * @return what is to be written as JSON
   */
  public Object changed(VmSummary vm) {
    return basic(vm);
  }

  VmView basic(VmSummary vm) {
    return new VmView(
        vm.id().toString(),
        vm.name().name(),
        vm.name().namespace(),
        vm.state().status().wireName(),
        vm.vCpus(),
        mebibytes(vm.memoryBytes()),
        vm.image(),
        times.write(vm.createdAt()),
        vm.nodeName(),
        vm.accessIp(),
        service(vm.service()),
        extra(vm));
  }

  private VmView.Extra extra(VmSummary vm) {
    Guest guest = vm.guest();
    return new VmView.Extra(
        vm.state().printableStatus(),
        vm.state().message(),
        vm.runStrategy(),
        vm.instancetype(),
        vm.preference(),
        guest != null && guest.ready(),
        guest != null && guest.agentConnected(),
        guest == null ? null : guest.operatingSystem(),
        guest == null ? null : times.writeOrNull(guest.startedAt()),
        guest == null ? null : guest.liveMigratable(),
        guest == null ? null : guest.notMigratableReason(),
        vm.labels());
  }

  private static @Nullable ServiceInfoView service(@Nullable PublishedService service) {
    return service == null
        ? null
        : new ServiceInfoView(service.name(), service.type(), service.accessAddress());
  }

  private static NetworkView network(NetworkInterface card) {
    return new NetworkView(
        card.name(),
        card.type().wireName(),
        card.ip(),
        card.gateway(),
        card.mac(),
        new NetworkView.Extra(
            card.addresses(),
            card.binding(),
            card.model(),
            card.attachment(),
            card.guestName(),
            card.linkState()));
  }

  private static StorageView storage(Disk disk) {
    return new StorageView(
        disk.name(),
        gibibytesRoundedUp(disk.sizeBytes()),
        disk.format(),
        disk.storageClass(),
        new StorageView.Extra(
            disk.sizeBytes(),
            disk.source(),
            disk.claim(),
            disk.image(),
            disk.device(),
            disk.bus(),
            disk.bootOrder(),
            disk.target(),
            disk.readOnly()));
  }

  private static ConsoleView consoles(Vm vm) {
    List<ConsoleProtocol> protocols = vm.consoleProtocols().stream().sorted().toList();
    String preferred =
        protocols.contains(ConsoleProtocol.VNC)
            ? ConsoleProtocol.VNC.wireName()
            : protocols.stream().map(ConsoleProtocol::wireName).findFirst().orElse(null);
    return new ConsoleView(protocols.stream().map(ConsoleProtocol::wireName).toList(), preferred);
  }

  private static @Nullable Long mebibytes(@Nullable Long bytes) {
    return bytes == null ? null : bytes / MIB;
  }

  private static @Nullable Long gibibytesRoundedUp(@Nullable Long bytes) {
    return bytes == null ? null : Math.ceilDiv(bytes, GIB);
  }
}
