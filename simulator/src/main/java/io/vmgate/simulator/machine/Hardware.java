package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The size of a machine, by the rules of KubeVirt's defaults (pkg/defaults, pkg/util/hardware).
 *
 * @param memory a quantity; empty if the machine names none, and then it cannot be created
 */
public record Hardware(int sockets, int cores, int threads, String memory) {

  /**
   * Read the size.
   *
   * @param template the machine's {@code spec.template.spec}
   * @param instancetype the spec of its instance type; null if it has none
   */
  static Hardware of(JsonNode template, @Nullable JsonNode instancetype) {
    JsonNode domain = template.path("domain");
    if (instancetype != null) {
      return new Hardware(
          Math.max(1, Json.at(instancetype, "cpu", "guest").intValue(1)),
          1,
          1,
          Json.at(instancetype, "memory", "guest").asString(""));
    }
    JsonNode cpu = domain.path("cpu");
    boolean given = List.of("sockets", "cores", "threads").stream().anyMatch(cpu::has);
    int sockets = given ? Math.max(1, cpu.path("sockets").intValue(1)) : requested(domain);
    return new Hardware(
        sockets,
        Math.max(1, cpu.path("cores").intValue(1)),
        Math.max(1, cpu.path("threads").intValue(1)),
        memory(domain));
  }

  private static int requested(JsonNode domain) {
    for (String list : List.of("limits", "requests")) {
      String cpu = Json.at(domain, "resources", list, "cpu").asString("");
      if (!cpu.isEmpty()) {
        return (int) Math.max(1, Quantities.value(cpu));
      }
    }
    return 1;
  }

  private static String memory(JsonNode domain) {
    for (JsonNode place :
        List.of(
            Json.at(domain, "memory", "guest"),
            Json.at(domain, "resources", "requests", "memory"),
            Json.at(domain, "resources", "limits", "memory"),
            Json.at(domain, "memory", "hugepages", "pageSize"))) {
      if (!place.asString("").isEmpty()) {
        return place.asString("");
      }
    }
    return "";
  }

  int cpus() {
    return sockets * cores * threads;
  }

  /** Estimate what the launcher needs besides the guest's memory; bytes. */
  long overheadBytes() {
    return 250L * 1024 * 1024 + cpus() * 8L * 1024 * 1024 + Quantities.value(memory) / 512;
  }

  ObjectNode topology() {
    return Json.object().put("cores", cores).put("sockets", sockets).put("threads", threads);
  }
}
