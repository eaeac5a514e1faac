package io.vmgate.benchmarks.vm;

import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes machines as a real cluster has them: many alike, some stopped, a few in trouble. */
final class Machines {
  static final List<String> NAMESPACES =
      IntStream.range(0, 50).mapToObj("team-%02d"::formatted).toList();

  private static final List<String> STATUSES =
      List.of(
          "Running",
          "Running",
          "Running",
          "Running",
          "Running",
          "Running",
          "Stopped",
          "Stopped",
          "Paused",
          "ErrorUnschedulable");
  private static final List<String> TIERS = List.of("web", "db", "queue", "batch", "cache");

  private Machines() {}

  /** So many machines, the same at every call. */
  static List<Vm> of(int count) {
    Random random = new Random(42);
    List<Vm> machines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      machines.add(machine(random, i));
    }
    return machines;
  }

  private static Vm machine(Random random, int number) {
    String status = STATUSES.get(random.nextInt(STATUSES.size()));
    boolean runs = status.equals("Running") || status.equals("Paused");
    String tier = TIERS.get(random.nextInt(TIERS.size()));
    String ip = "10.%d.%d.%d".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
    VmName name =
        new VmName(
            NAMESPACES.get(random.nextInt(NAMESPACES.size())), "%s-%06d".formatted(tier, number));
    return new Vm(
        new VmId(new UUID(random.nextLong(), random.nextLong())),
        name,
        Instant.ofEpochSecond(1_780_000_000L + random.nextInt(20_000_000)),
        VmState.of(status, status.startsWith("Error") ? "0/3 nodes are available" : null),
        1 << random.nextInt(5),
        (1L + random.nextInt(32)) << 30,
        "quay.io/containerdisks/ubuntu:24.04",
        runs ? "node-%02d".formatted(random.nextInt(40)) : null,
        runs ? ip : null,
        null,
        Map.of("app", tier, "owner", "team-" + random.nextInt(50)),
        List.of(card(runs ? ip : null)),
        List.of(),
        List.of(disk(name)),
        Set.of(ConsoleProtocol.VNC, ConsoleProtocol.SERIAL),
        null,
        runs,
        true,
        "Always",
        null,
        null,
        runs ? new Guest(Instant.EPOCH, true, true, "Ubuntu 24.04.2 LTS", true, null) : null,
        null);
  }

  private static NetworkInterface card(@Nullable String ip) {
    return new NetworkInterface(
        "default",
        NetworkType.POD,
        ip,
        "169.254.1.1",
        "52:54:00:6a:11:0e",
        ip == null ? List.of() : List.of(ip),
        "masquerade",
        "virtio",
        null,
        "enp1s0",
        "up");
  }

  private static Disk disk(VmName name) {
    return new Disk(
        "root",
        30L << 30,
        "raw",
        "ceph-fs",
        "dataVolume",
        name.name() + "-root",
        null,
        "disk",
        "virtio",
        1,
        "vda",
        false);
  }
}
