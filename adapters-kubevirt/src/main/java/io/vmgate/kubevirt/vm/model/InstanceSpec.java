package io.vmgate.kubevirt.vm.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describe the virtual hardware: the same in a machine's template and in its instance. */
public record InstanceSpec(
    Domain domain, List<Network> networks, List<VolumeSource> volumes, @Nullable String hostname) {
  /** Stands in for a specification that is missing. */
  public static final InstanceSpec NONE = new InstanceSpec(Domain.NONE, List.of(), List.of(), null);

  public InstanceSpec {
    domain = domain == null ? Domain.NONE : domain;
    networks = Wire.list(networks);
    volumes = Wire.list(volumes);
  }

  /** The machine itself. */
  public record Domain(
      @Nullable Topology cpu, @Nullable Memory memory, Resources resources, Devices devices) {
    static final Domain NONE = new Domain(null, null, Resources.NONE, Devices.NONE);

    public Domain {
      resources = resources == null ? Resources.NONE : resources;
      devices = devices == null ? Devices.NONE : devices;
    }
  }

  /** How the processors are laid out; 0 and missing count as 1. */
  public record Topology(
      @Nullable Integer sockets, @Nullable Integer cores, @Nullable Integer threads) {
    /** Tell whether any of the three is given. */
    public boolean isGiven() {
      return sockets != null || cores != null || threads != null;
    }

    /** Multiply it out. */
    public int vCpus() {
      return Math.clamp(atLeastOne(sockets) * atLeastOne(cores) * atLeastOne(threads), 1, 1 << 30);
    }

    private static long atLeastOne(@Nullable Integer count) {
      return count == null ? 1 : Math.max(1, count);
    }
  }

  /** What the guest sees. */
  public record Memory(@Nullable String guest, @Nullable HugePages hugepages) {}

  /** The page size that memory is taken in. */
  public record HugePages(@Nullable String pageSize) {}

  /** Quantities by resource name. */
  public record Resources(Map<String, String> requests, Map<String, String> limits) {
    /** Nothing asked for. */
    public static final Resources NONE = new Resources(Map.of(), Map.of());

    public Resources {
      requests = requests == null ? Map.of() : requests;
      limits = limits == null ? Map.of() : limits;
    }
  }

  /** Disks, cards and consoles. */
  public record Devices(
      List<DiskDevice> disks,
      List<Card> interfaces,
      List<Named> filesystems,
      @Nullable Boolean autoattachGraphicsDevice,
      @Nullable Boolean autoattachSerialConsole,
      @Nullable Boolean autoattachPodInterface) {
    static final Devices NONE = new Devices(List.of(), List.of(), List.of(), null, null, null);

    public Devices {
      disks = Wire.list(disks);
      interfaces = Wire.list(interfaces);
      filesystems = Wire.list(filesystems);
    }
  }

  /** Anything that is only named. */
  public record Named(String name) {
    public Named {
      name = Wire.text(name);
    }
  }

  /** A disk by what the guest sees of it. */
  public record DiskDevice(
      String name,
      @Nullable Integer bootOrder,
      @Nullable Target disk,
      @Nullable Target cdrom,
      @Nullable Target lun) {
    public DiskDevice {
      name = Wire.text(name);
    }
  }

  /** How a disk is attached. */
  public record Target(@Nullable String bus, @Nullable Boolean readonly) {}

  /** A network card; exactly one way of binding is given. */
  public record Card(
      String name,
      @Nullable String model,
      @Nullable String macAddress,
      @Nullable Empty masquerade,
      @Nullable Empty bridge,
      @Nullable Empty sriov,
      @Nullable Empty passtBinding,
      @Nullable Named binding) {
    public Card {
      name = Wire.text(name);
    }
  }

  /** Present or not: that is all it says. */
  public record Empty() {}

  /** What a card is attached to. */
  public record Network(
      String name, @Nullable Empty pod, @Nullable Multus multus, @Nullable Empty resourceClaim) {
    public Network {
      name = Wire.text(name);
    }
  }

  /** A secondary network, or the pod's own in place of the cluster's. */
  public record Multus(
      @Nullable String networkName, @JsonProperty("default") @Nullable Boolean isDefault) {}
}
