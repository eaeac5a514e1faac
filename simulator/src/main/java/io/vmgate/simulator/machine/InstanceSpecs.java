package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills a machine's template up to an instance's spec, as KubeVirt's webhook does. */
final class InstanceSpecs {
  private static final long ONE_GIB = 1L << 30;

  private InstanceSpecs() {}

  static ObjectNode complete(JsonNode template, Hardware hardware) {
    ObjectNode spec = template instanceof ObjectNode given ? given.deepCopy() : Json.object();
    ObjectNode domain = Json.child(spec, "domain");
    cpu(domain, hardware);
    ObjectNode memory = Json.child(domain, "memory");
    if (!hardware.memory().isEmpty()) {
      memory.put("guest", hardware.memory());
      long bytes = Quantities.value(hardware.memory());
      if (bytes >= ONE_GIB && !memory.has("maxGuest")) {
        memory.put("maxGuest", Quantities.bytes(bytes * 4));
      }
    }
    ObjectNode acpi = Json.child(Json.child(domain, "features"), "acpi");
    acpi.put("enabled", true);
    Json.child(domain, "resources");
    if (!spec.has("evictionStrategy")) {
      spec.put("evictionStrategy", "None");
    }
    networks(spec, domain);
    disks(spec, domain);
    return spec;
  }

  private static void cpu(ObjectNode domain, Hardware hardware) {
    ObjectNode cpu = Json.child(domain, "cpu");
    if (!cpu.has("sockets") && !cpu.has("cores") && !cpu.has("threads")) {
      cpu.put("cores", hardware.cores());
      cpu.put("sockets", hardware.sockets());
      cpu.put("threads", hardware.threads());
    }
    if (cpu.has("sockets") && !cpu.has("maxSockets")) {
      cpu.put("maxSockets", Math.min(512, cpu.path("sockets").intValue(1) * 4));
    }
    if (!cpu.has("model")) {
      cpu.put("model", "host-model");
    }
  }

  private static void networks(ObjectNode spec, ObjectNode domain) {
    ObjectNode devices = Json.child(domain, "devices");
    boolean none = spec.path("networks").isEmpty() && devices.path("interfaces").isEmpty();
    if (none && devices.path("autoattachPodInterface").booleanValue(true)) {
      spec.putArray("networks").addObject().put("name", "default").putObject("pod");
      devices.putArray("interfaces").addObject().put("name", "default").putObject("bridge");
    }
  }

  private static void disks(ObjectNode spec, ObjectNode domain) {
    ObjectNode devices = Json.child(domain, "devices");
    Set<String> known = new HashSet<>();
    for (JsonNode disk : devices.path("disks")) {
      known.add(Json.text(disk, "name"));
      if (disk.path("cdrom") instanceof ObjectNode cdrom) {
        cdrom.put("readonly", true).put("tray", "closed");
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      if (volume.path("containerDisk") instanceof ObjectNode image
          && !image.has("imagePullPolicy")) {
        String name = Json.text(image, "image");
        boolean moving = name.endsWith(":latest") || name.lastIndexOf(':') <= name.lastIndexOf('/');
        image.put("imagePullPolicy", moving ? "Always" : "IfNotPresent");
      }
      if (!known.contains(Json.text(volume, "name"))) {
        ObjectNode disk = Json.list(devices, "disks").addObject();
        disk.put("name", Json.text(volume, "name"));
        disk.putObject("disk").put("bus", "virtio");
      }
    }
  }
}
