package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What runs inside a machine, guessed from its image names, as a guest agent would report it.
 *
 * @param nic how the guest names its first interface
 */
public record GuestSystem(
    String id,
    String name,
    String prettyName,
    String version,
    String versionId,
    String kernelRelease,
    String kernelVersion,
    String nic) {

  private static final GuestSystem UBUNTU =
      new GuestSystem(
          "ubuntu",
          "Ubuntu",
          "Ubuntu 24.04.2 LTS",
          "24.04.2 LTS (Noble Numbat)",
          "24.04",
          "6.8.0-64-generic",
          "#67-Ubuntu SMP PREEMPT_DYNAMIC Sun Jun 15 20:23:31 UTC 2025",
          "enp1s0");
  private static final GuestSystem DEBIAN =
      new GuestSystem(
          "debian",
          "Debian GNU/Linux",
          "Debian GNU/Linux 13 (trixie)",
          "13 (trixie)",
          "13",
          "6.12.41+deb13-amd64",
          "#1 SMP PREEMPT_DYNAMIC Debian 6.12.41-1 (2025-08-12)",
          "enp1s0");
  private static final GuestSystem FEDORA =
      new GuestSystem(
          "fedora",
          "Fedora Linux",
          "Fedora Linux 42 (Cloud Edition)",
          "42 (Cloud Edition)",
          "42",
          "6.14.0-63.fc42.x86_64",
          "#1 SMP PREEMPT_DYNAMIC Mon Mar 24 19:53:37 UTC 2025",
          "enp1s0");
  private static final GuestSystem RHEL =
      new GuestSystem(
          "rhel",
          "Red Hat Enterprise Linux",
          "Red Hat Enterprise Linux 9.6 (Plow)",
          "9.6 (Plow)",
          "9.6",
          "5.14.0-570.el9.x86_64",
          "#1 SMP PREEMPT_DYNAMIC",
          "eth0");
  private static final GuestSystem WINDOWS =
      new GuestSystem(
          "mswindows",
          "Microsoft Windows",
          "Windows Server 2025 Standard",
          "Microsoft Windows Server 2025",
          "2025",
          "26100",
          "10.0",
          "Ethernet");

  /** Guess the system of a machine; null if it has none with an agent, as small test images. */
  public static @Nullable GuestSystem of(JsonNode machineOrInstance) {
    String text = Json.at(machineOrInstance, "spec").toString().toLowerCase(Locale.ROOT);
    for (String silent : List.of("cirros", "alpine", "netboot", "no-agent")) {
      if (text.contains(silent)) {
        return null;
      }
    }
    if (text.contains("windows") || text.contains("hyperv")) {
      return WINDOWS;
    }
    if (text.contains("debian")) {
      return DEBIAN;
    }
    if (text.contains("fedora")) {
      return FEDORA;
    }
    if (text.contains("rhel") || text.contains("centos")) {
      return RHEL;
    }
    return UBUNTU;
  }

  ObjectNode info() {
    return Json.object()
        .put("id", id)
        .put("kernelRelease", kernelRelease)
        .put("kernelVersion", kernelVersion)
        .put("machine", "x86_64")
        .put("name", name)
        .put("prettyName", prettyName)
        .put("version", version)
        .put("versionId", versionId);
  }
}
