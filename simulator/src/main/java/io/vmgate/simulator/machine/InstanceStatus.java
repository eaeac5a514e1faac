package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What virt-handler reports of a running instance: interfaces, volumes, whether it can migrate. */
final class InstanceStatus {
  private InstanceStatus() {}

  /**
   * @param guest what runs inside; null while no agent has told
   */
  static ArrayNode interfaces(JsonNode instance, String podAddress, @Nullable GuestSystem guest) {
    ArrayNode list = Json.array();
    int number = 1;
    for (JsonNode nic : Json.at(instance, "spec", "domain", "devices", "interfaces")) {
      String name = Json.text(nic, "name");
      JsonNode network = network(instance, name);
      boolean secondary = network.has("multus");
      ObjectNode entry = list.addObject();
      entry.put(
          "infoSource",
          "domain" + (guest == null ? "" : ", guest-agent") + (secondary ? ", multus-status" : ""));
      if (guest != null) {
        entry.put("interfaceName", guestNic(guest, number));
      }
      String address =
          secondary
              ? Addresses.secondary(Json.text(network, "multus", "networkName"), Json.uid(instance))
              : podAddress;
      if (!secondary || guest != null) {
        entry.put("ipAddress", address);
        entry.putArray("ipAddresses").add(address);
      }
      entry.put("linkState", "up");
      String mac = Json.text(nic, "macAddress");
      entry.put("mac", mac.isEmpty() ? Addresses.mac(Json.uid(instance) + name) : mac);
      entry.put("name", name);
      entry.put("podInterfaceName", secondary ? Addresses.podInterface(name) : "eth0");
      entry.put("queueCount", 1);
      number++;
    }
    return list;
  }

  private static String guestNic(GuestSystem guest, int number) {
    if (guest.id().equals("mswindows")) {
      return number == 1 ? "Ethernet" : "Ethernet " + number;
    }
    return guest.nic().equals("eth0") ? "eth" + (number - 1) : "enp" + number + "s0";
  }

  static JsonNode network(JsonNode instance, String name) {
    for (JsonNode network : Json.at(instance, "spec", "networks")) {
      if (Json.text(network, "name").equals(name)) {
        return network;
      }
    }
    return Json.object();
  }

  static ArrayNode volumes(JsonNode instance, ClaimLookup claims) {
    TreeMap<String, ObjectNode> sorted = new TreeMap<>();
    char letter = 'a';
    for (JsonNode volume : Json.at(instance, "spec", "volumes")) {
      ObjectNode entry = Json.object();
      String name = Json.text(volume, "name");
      entry.put("name", name);
      String claimName = claimName(volume);
      if (!claimName.isEmpty()) {
        JsonNode claim = claims.find(claimName);
        if (claim != null) {
          entry.set("persistentVolumeClaimInfo", claimInfo(claimName, claim));
        }
      } else if (volume.has("containerDisk")) {
        entry
            .putObject("containerDiskVolume")
            .put("checksum", Integer.toUnsignedLong(volume.toString().hashCode()));
      } else if (volume.has("cloudInitNoCloud") || volume.has("cloudInitConfigDrive")) {
        entry.put("size", 1048576);
      }
      entry.put("target", "vd" + letter++);
      sorted.put(name, entry);
    }
    ArrayNode list = Json.array();
    sorted.values().forEach(list::add);
    return list;
  }

  /** Name the claim behind a volume; empty if there is none. */
  static String claimName(JsonNode volume) {
    String claim = Json.text(volume, "persistentVolumeClaim", "claimName");
    return claim.isEmpty() ? Json.text(volume, "dataVolume", "name") : claim;
  }

  private static ObjectNode claimInfo(String claimName, JsonNode claim) {
    ObjectNode info = Json.object();
    info.set("accessModes", Json.at(claim, "spec", "accessModes").deepCopy());
    info.putObject("capacity").put("storage", capacity(claim));
    info.put("claimName", claimName);
    boolean block = Json.text(claim, "spec", "volumeMode").equals("Block");
    info.put("filesystemOverhead", block ? "0" : "0.055");
    info.putObject("requests")
        .put("storage", Json.at(claim, "spec", "resources", "requests", "storage").asString("0"));
    info.put("volumeMode", block ? "Block" : "Filesystem");
    return info;
  }

  private static String capacity(JsonNode claim) {
    String bound = Json.at(claim, "status", "capacity", "storage").asString("");
    return bound.isEmpty()
        ? Json.at(claim, "spec", "resources", "requests", "storage").asString("0")
        : bound;
  }

  static void judgeMigration(ObjectNode instance, ClaimLookup claims) {
    String obstacle = "";
    String reason = "";
    boolean hasDataVolume = false;
    for (JsonNode volume : Json.at(instance, "spec", "volumes")) {
      hasDataVolume |= volume.has("dataVolume");
      String claimName = claimName(volume);
      JsonNode claim = claimName.isEmpty() ? null : claims.find(claimName);
      if (claim != null
          && Json.at(claim, "spec", "accessModes")
              .valueStream()
              .noneMatch(mode -> mode.stringValue("").equals("ReadWriteMany"))) {
        reason = "DisksNotLiveMigratable";
        obstacle =
            "cannot migrate VMI: PVC "
                + claimName
                + " is not shared, live migration requires that all PVCs must be shared (using ReadWriteMany access"
                + " mode)";
      }
    }
    for (JsonNode nic : Json.at(instance, "spec", "domain", "devices", "interfaces")) {
      if (nic.has("bridge") && network(instance, Json.text(nic, "name")).has("pod")) {
        reason = "InterfaceNotLiveMigratable";
        obstacle =
            "cannot migrate VMI which does not use masquerade or a migratable plugin to connect to the pod network";
      }
    }
    if (hasDataVolume) {
      Conditions.set(
          instance,
          "DataVolumesReady",
          "True",
          "AllDVsReady",
          "All of the VMI's DVs are bound and ready",
          "");
    }
    Conditions.set(
        instance, "LiveMigratable", obstacle.isEmpty() ? "True" : "False", reason, obstacle, "");
    Conditions.set(instance, "StorageLiveMigratable", "True", "", "", "");
    Json.child(instance, "status")
        .put("migrationMethod", obstacle.isEmpty() ? "LiveMigration" : "BlockMigration");
  }
}
