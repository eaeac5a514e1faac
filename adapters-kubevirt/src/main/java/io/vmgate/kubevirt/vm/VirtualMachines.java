package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmState;
import io.vmgate.kubevirt.vm.Claims.Claim;
import io.vmgate.kubevirt.vm.digest.ClaimDigest;
import io.vmgate.kubevirt.vm.digest.DataVolumeDigest;
import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.SizeDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins what is kept of a machine into the domain's {@link Vm}.
 *
 * <p>While a run goes on, size, disks and cards are the run's: they are what the guest really has.
 * A machine without a run shows what its template asks for, and nothing that a former run left
 * behind.
 */
final class VirtualMachines {
  private static final List<Set<ConsoleProtocol>> CONSOLES = consoles();

  private VirtualMachines() {}

  /**
   * Join a machine.
   *
   * @param size of its instancetype; null when it has none, or the cluster does not tell
   */
  static Vm join(
      MachineDigest machine,
      Machine parts,
      Claims claims,
      @Nullable SizeDigest size,
      @Nullable PublishedService service) {
    RunDigest run = parts.currentRun();
    List<Disk> disks = disks(machine, run, claims);
    return new Vm(
        machine.id(),
        machine.name(),
        machine.createdAt(),
        state(machine, disks, claims),
        run == null ? vCpus(machine, size) : Integer.valueOf(run.vCpus()),
        run == null ? memoryBytes(machine, size) : run.memoryBytes(),
        bootImage(disks),
        run == null ? null : run.nodeName(),
        run == null ? null : run.accessIp(),
        service,
        machine.labels(),
        run == null ? machine.cards() : Gateways.join(run, parts.pods()),
        run == null ? List.<NetworkInterface>of() : run.guestCards(),
        disks,
        consoles(
            run == null ? machine.graphics() : run.graphics(),
            run == null ? machine.serial() : run.serial(),
            machine.spicePort() != null),
        machine.spicePort(),
        run != null && run.forwardsPorts(),
        run == null ? machine.podNetwork() : run.podNetwork(),
        machine.runStrategy(),
        machine.instancetype() == null ? null : machine.instancetype().name(),
        machine.preference(),
        run == null ? null : run.guest(),
        latestRun(machine, parts.run()));
  }

  private static @Nullable VmRun latestRun(MachineDigest machine, @Nullable RunDigest run) {
    return run != null && machine.id().value().equals(run.machine()) ? run.run() : null;
  }

  private static @Nullable Integer vCpus(MachineDigest machine, @Nullable SizeDigest size) {
    return machine.instancetype() != null && size != null ? size.vCpus() : machine.vCpus();
  }

  private static @Nullable Long memoryBytes(MachineDigest machine, @Nullable SizeDigest size) {
    return machine.instancetype() != null && size != null
        ? size.memoryBytes()
        : machine.memoryBytes();
  }

  private static @Nullable String bootImage(List<Disk> disks) {
    Disk boot = null;
    for (Disk disk : disks) {
      if (boot == null || bootsBefore(disk, boot)) {
        boot = disk;
      }
    }
    return boot == null ? null : boot.image();
  }

  private static boolean bootsBefore(Disk disk, Disk other) {
    Integer order = disk.bootOrder();
    Integer otherOrder = other.bootOrder();
    return order != null && (otherOrder == null || order < otherOrder);
  }

  private static List<Disk> disks(MachineDigest machine, @Nullable RunDigest run, Claims claims) {
    List<Disk> given = run == null ? machine.disks() : run.disks();
    List<Disk> joined = new ArrayList<>(given.size());
    boolean changed = false;
    for (Disk disk : given) {
      Disk full = disk.claim() == null ? disk : disk(machine, run != null, disk, claims);
      changed |= !full.equals(disk);
      joined.add(full);
    }
    return changed ? List.copyOf(joined) : given;
  }

  private static Disk disk(MachineDigest machine, boolean runs, Disk disk, Claims claims) {
    String name = disk.claim();
    Claim place = name == null ? null : claims.find(machine.name().namespace(), name);
    ClaimDigest claim = place == null ? null : place.claim();
    DataVolumeDigest volume = place == null ? null : place.dataVolume();
    Disk template = runs ? template(machine, disk) : disk;
    return new Disk(
        disk.name(),
        sizeBytes(runs ? disk.sizeBytes() : null, claim, volume, template),
        disk.format(),
        first(
            claim == null ? null : claim.storageClass(),
            volume == null ? null : volume.storageClass(),
            template == null ? null : template.storageClass()),
        disk.source(),
        disk.claim(),
        first(
            template == null ? null : template.image(),
            volume == null ? null : volume.image(),
            claim == null ? null : claim.image()),
        disk.device(),
        disk.bus(),
        disk.bootOrder(),
        disk.target(),
        disk.readOnly());
  }

  /** What runs knows best, then what was given, then what was asked for. */
  private static @Nullable Long sizeBytes(
      @Nullable Long running,
      @Nullable ClaimDigest claim,
      @Nullable DataVolumeDigest volume,
      @Nullable Disk template) {
    return first(
        running,
        claim == null ? null : claim.capacityBytes(),
        volume == null ? null : volume.requestBytes(),
        claim == null ? null : claim.requestBytes(),
        template == null ? null : template.sizeBytes());
  }

  private static @Nullable Disk template(MachineDigest machine, Disk running) {
    for (Disk disk : machine.disks()) {
      if (disk.name().equals(running.name()) && running.source().equals(disk.source())) {
        return disk;
      }
    }
    return null;
  }

  @SafeVarargs
  private static <T> @Nullable T first(@Nullable T... values) {
    for (T value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static VmState state(MachineDigest machine, List<Disk> disks, Claims claims) {
    String namespace = machine.name().namespace();
    String printableStatus = machine.state().printableStatus();
    String ofVolumes =
        switch (printableStatus) {
          case "DataVolumeError" -> VolumeTrouble.failed(namespace, disks, claims);
          case "Provisioning" -> VolumeTrouble.filling(namespace, disks, claims);
          case "WaitingForVolumeBinding" -> VolumeTrouble.unbound(namespace, disks, claims);
          default -> null;
        };
    return ofVolumes == null ? machine.state() : VmState.of(printableStatus, ofVolumes);
  }

  private static Set<ConsoleProtocol> consoles(boolean vnc, boolean serial, boolean spice) {
    return CONSOLES.get((vnc ? 1 : 0) | (serial ? 2 : 0) | (spice ? 4 : 0));
  }

  /** All that there can be, made once: each machine points to one of them. */
  private static List<Set<ConsoleProtocol>> consoles() {
    List<Set<ConsoleProtocol>> consoles = new ArrayList<>();
    for (int bits = 0; bits < 8; bits++) {
      Set<ConsoleProtocol> some = EnumSet.noneOf(ConsoleProtocol.class);
      if ((bits & 1) != 0) {
        some.add(ConsoleProtocol.VNC);
      }
      if ((bits & 2) != 0) {
        some.add(ConsoleProtocol.SERIAL);
      }
      if ((bits & 4) != 0) {
        some.add(ConsoleProtocol.SPICE);
      }
      consoles.add(Set.copyOf(some));
    }
    return List.copyOf(consoles);
  }
}
