package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.Vm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a whole machine as JSON for people to review; every component of the record is in it. */
final class VmText {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private VmText() {}

  static String of(Vm vm) {
    Map<String, @Nullable Object> text = new LinkedHashMap<>();
    text.put("id", vm.id().toString());
    text.put("name", vm.name().toString());
    text.put("createdAt", vm.createdAt().toString());
    text.put("status", vm.state().status().wireName());
    text.put("printableStatus", vm.state().printableStatus());
    text.put("message", vm.state().message());
    text.put("vCpus", vm.vCpus());
    text.put("memoryBytes", vm.memoryBytes());
    text.put("image", vm.image());
    text.put("nodeName", vm.nodeName());
    text.put("accessIp", vm.accessIp());
    text.put("service", vm.service() == null ? null : vm.service().toString());
    text.put("labels", new TreeMap<>(vm.labels()));
    text.put("networkInterfaces", vm.networkInterfaces().stream().map(VmText::of).toList());
    text.put("guestInterfaces", vm.guestInterfaces().stream().map(VmText::of).toList());
    text.put("disks", vm.disks().stream().map(VmText::of).toList());
    text.put(
        "consoleProtocols",
        vm.consoleProtocols().stream().sorted().map(ConsoleProtocol::wireName).toList());
    text.put("spicePort", vm.spicePort());
    text.put("runStrategy", vm.runStrategy());
    text.put("instancetype", vm.instancetype());
    text.put("preference", vm.preference());
    text.put("guest", vm.guest() == null ? null : of(vm.guest()));
    return PRETTY.writeValueAsString(text) + "\n";
  }

  static String of(List<Vm> machines) {
    StringBuilder text = new StringBuilder();
    machines.stream()
        .sorted((left, right) -> left.name().compareTo(right.name()))
        .forEach(machine -> text.append(of(machine)));
    return text.toString();
  }

  private static Map<String, @Nullable Object> of(NetworkInterface card) {
    Map<String, @Nullable Object> text = new LinkedHashMap<>();
    text.put("name", card.name());
    text.put("type", card.type().wireName());
    text.put("ip", card.ip());
    text.put("gateway", card.gateway());
    text.put("mac", card.mac());
    text.put("addresses", card.addresses());
    text.put("binding", card.binding());
    text.put("model", card.model());
    text.put("attachment", card.attachment());
    text.put("guestName", card.guestName());
    text.put("linkState", card.linkState());
    return text;
  }

  private static Map<String, @Nullable Object> of(Disk disk) {
    Map<String, @Nullable Object> text = new LinkedHashMap<>();
    text.put("name", disk.name());
    text.put("sizeBytes", disk.sizeBytes());
    text.put("format", disk.format());
    text.put("storageClass", disk.storageClass());
    text.put("source", disk.source());
    text.put("claim", disk.claim());
    text.put("image", disk.image());
    text.put("device", disk.device());
    text.put("bus", disk.bus());
    text.put("bootOrder", disk.bootOrder());
    text.put("target", disk.target());
    text.put("readOnly", disk.readOnly());
    return text;
  }

  private static Map<String, @Nullable Object> of(Guest guest) {
    Map<String, @Nullable Object> text = new LinkedHashMap<>();
    text.put("startedAt", guest.startedAt() == null ? null : guest.startedAt().toString());
    text.put("ready", guest.ready());
    text.put("agentConnected", guest.agentConnected());
    text.put("operatingSystem", guest.operatingSystem());
    text.put("liveMigratable", guest.liveMigratable());
    text.put("notMigratableReason", guest.notMigratableReason());
    return text;
  }
}
