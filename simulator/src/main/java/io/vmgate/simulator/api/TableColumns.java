package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The columns that `kubectl get` shows: for KubeVirt's types those of their
 * CustomResourceDefinitions, for the built-in ones those of the API server.
 */
final class TableColumns {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final TableColumn NAME = column("Name", object -> Json.name(object));
  private static final TableColumn AGE =
      column("Age", object -> age(Json.text(object, "metadata", "creationTimestamp")));

  /**
   * The server prints ages itself for built-in types; a custom column of type date is printed
   * likewise.
   */
  private static final InstantSource CLOCK = InstantSource.system();

  private static final Map<ResourceType, List<TableColumn>> COLUMNS =
      Map.ofEntries(
          Map.entry(
              ResourceTypes.VM,
              List.of(
                  NAME,
                  AGE,
                  path("Status", "status", "printableStatus"),
                  column("Ready", object -> condition(object, "Ready")))),
          Map.entry(
              ResourceTypes.VMI,
              List.of(
                  NAME,
                  AGE,
                  path("Phase", "status", "phase"),
                  column(
                      "IP",
                      object ->
                          Json.text(Json.at(object, "status", "interfaces").path(0), "ipAddress")),
                  path("NodeName", "status", "nodeName"),
                  column("Ready", object -> condition(object, "Ready")),
                  wide("Live-Migratable", object -> condition(object, "LiveMigratable")),
                  wide("Paused", object -> condition(object, "Paused")))),
          Map.entry(
              ResourceTypes.MIGRATION,
              List.of(NAME, path("Phase", "status", "phase"), path("VMI", "spec", "vmiName"))),
          Map.entry(
              ResourceTypes.KUBEVIRT_INSTALL, List.of(NAME, AGE, path("Phase", "status", "phase"))),
          Map.entry(
              ResourceTypes.DATA_VOLUME,
              List.of(
                  NAME,
                  path("Phase", "status", "phase"),
                  path("Progress", "status", "progress"),
                  number(
                      "Restarts", object -> Json.at(object, "status", "restartCount").intValue(0)),
                  AGE)),
          Map.entry(
              ResourceTypes.POD,
              List.of(
                  NAME,
                  column("Ready", TableColumns::readyContainers),
                  column("Status", TableColumns::podStatus),
                  column("Restarts", _ -> "0"),
                  AGE,
                  wide("IP", object -> orNone(Json.text(object, "status", "podIP"))),
                  wide("Node", object -> orNone(Json.text(object, "spec", "nodeName"))),
                  wide("Nominated Node", _ -> "<none>"),
                  wide("Readiness Gates", TableColumns::readinessGates))),
          Map.entry(
              ResourceTypes.SERVICE,
              List.of(
                  NAME,
                  path("Type", "spec", "type"),
                  column("Cluster-IP", object -> orNone(Json.text(object, "spec", "clusterIP"))),
                  column("External-IP", TableColumns::externalAddress),
                  column("Port(s)", TableColumns::ports),
                  AGE,
                  wide("Selector", object -> pairs(Json.at(object, "spec", "selector"))))),
          Map.entry(
              ResourceTypes.NODE,
              List.of(
                  NAME,
                  column(
                      "Status",
                      object -> condition(object, "Ready").equals("True") ? "Ready" : "NotReady"),
                  column("Roles", TableColumns::roles),
                  AGE,
                  column(
                      "Version",
                      object -> Json.text(object, "status", "nodeInfo", "kubeletVersion")),
                  wide("Internal-IP", object -> orNone(address(object, "InternalIP"))),
                  wide("External-IP", object -> orNone(address(object, "ExternalIP"))),
                  wide("OS-Image", object -> Json.text(object, "status", "nodeInfo", "osImage")),
                  wide(
                      "Kernel-Version",
                      object -> Json.text(object, "status", "nodeInfo", "kernelVersion")),
                  wide(
                      "Container-Runtime",
                      object ->
                          Json.text(object, "status", "nodeInfo", "containerRuntimeVersion")))),
          Map.entry(ResourceTypes.NAMESPACE, List.of(NAME, path("Status", "status", "phase"), AGE)),
          Map.entry(
              ResourceTypes.CLAIM,
              List.of(
                  NAME,
                  path("Status", "status", "phase"),
                  path("Volume", "spec", "volumeName"),
                  path("Capacity", "status", "capacity", "storage"),
                  column("Access Modes", TableColumns::accessModes),
                  path("StorageClass", "spec", "storageClassName"),
                  column("VolumeAttributesClass", _ -> "<unset>"),
                  AGE,
                  wide("VolumeMode", object -> Json.text(object, "spec", "volumeMode")))),
          Map.entry(
              ResourceTypes.EVENT,
              List.of(
                  column("Last Seen", object -> age(Json.text(object, "lastTimestamp"))),
                  path("Type", "type"),
                  path("Reason", "reason"),
                  column("Object", TableColumns::involved),
                  path("Message", "message"),
                  new TableColumn(
                      "Name", "string", true, object -> NODES.stringNode(Json.name(object))))),
          Map.entry(
              ResourceTypes.CONTROLLER_REVISION,
              List.of(
                  NAME,
                  column("Controller", TableColumns::controller),
                  number("Revision", object -> object.path("revision").intValue(0)),
                  AGE)),
          Map.entry(
              ResourceTypes.NETWORK_POLICY,
              List.of(
                  NAME,
                  column(
                      "Pod-Selector",
                      object -> pairs(Json.at(object, "spec", "podSelector", "matchLabels"))),
                  AGE)),
          Map.entry(
              ResourceTypes.ENDPOINT_SLICE,
              List.of(
                  NAME,
                  path("AddressType", "addressType"),
                  column("Ports", TableColumns::slicePorts),
                  column("Endpoints", TableColumns::sliceAddresses),
                  AGE)));

  private TableColumns() {}

  static List<TableColumn> of(ResourceType type) {
    return COLUMNS.getOrDefault(type, List.of(NAME, AGE));
  }

  private static TableColumn column(String name, Function<JsonNode, String> cell) {
    return new TableColumn(
        name, name.equals("Age") ? "date" : "string", false, o -> NODES.stringNode(cell.apply(o)));
  }

  private static TableColumn wide(String name, Function<JsonNode, String> cell) {
    return new TableColumn(name, "string", true, object -> NODES.stringNode(cell.apply(object)));
  }

  private static TableColumn number(String name, Function<JsonNode, Integer> cell) {
    return new TableColumn(name, "integer", false, o -> NODES.numberNode(cell.apply(o)));
  }

  private static TableColumn path(String name, String... path) {
    return column(name, object -> Json.text(object, path));
  }

  private static String condition(JsonNode object, String type) {
    for (JsonNode condition : Json.at(object, "status", "conditions")) {
      if (Json.text(condition, "type").equals(type)) {
        return Json.text(condition, "status");
      }
    }
    return "";
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "<none>" : text;
  }

  /** Print a stretch of time as kubectl does (k8s.io/apimachinery, duration.HumanDuration). */
  static String age(String timestamp) {
    Instant then;
    try {
      then = Instant.parse(timestamp);
    } catch (DateTimeParseException none) {
      return "<unknown>";
    }
    Duration age = Duration.between(then, CLOCK.instant());
    long seconds = age.toSeconds();
    long minutes = age.toMinutes();
    long hours = age.toHours();
    long days = age.toDays();
    if (seconds < 0) {
      return "0s";
    } else if (seconds < 120) {
      return seconds + "s";
    } else if (minutes < 10) {
      return minutes + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    } else if (minutes < 180) {
      return minutes + "m";
    } else if (hours < 8) {
      return hours + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (days < 8) {
      return days + "d" + (hours % 24 == 0 ? "" : hours % 24 + "h");
    } else if (days < 730) {
      return days + "d";
    }
    return days / 365 + "y" + (days % 365 == 0 ? "" : days % 365 + "d");
  }

  private static String readyContainers(JsonNode pod) {
    int ready = 0;
    int all = Json.at(pod, "spec", "containers").size();
    for (JsonNode status : Json.at(pod, "status", "containerStatuses")) {
      ready += status.path("ready").booleanValue(false) ? 1 : 0;
    }
    for (JsonNode init : Json.at(pod, "spec", "initContainers")) {
      all += Json.text(init, "restartPolicy").equals("Always") ? 1 : 0;
    }
    for (JsonNode status : Json.at(pod, "status", "initContainerStatuses")) {
      ready += status.path("ready").booleanValue(false) ? 1 : 0;
    }
    return ready + "/" + all;
  }

  private static String podStatus(JsonNode pod) {
    if (Json.isBeingDeleted(pod)) {
      return "Terminating";
    }
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode status : Json.at(pod, "status", list)) {
        String waiting = Json.text(status, "state", "waiting", "reason");
        if (!waiting.isEmpty()) {
          return waiting;
        }
      }
    }
    String phase = Json.text(pod, "status", "phase");
    return switch (phase) {
      case "Succeeded" -> "Completed";
      case "Failed" -> "Error";
      default -> phase;
    };
  }

  private static String readinessGates(JsonNode pod) {
    JsonNode gates = Json.at(pod, "spec", "readinessGates");
    int ready = 0;
    for (JsonNode gate : gates) {
      ready += condition(pod, Json.text(gate, "conditionType")).equals("True") ? 1 : 0;
    }
    return gates.isEmpty() ? "<none>" : ready + "/" + gates.size();
  }

  private static String externalAddress(JsonNode service) {
    StringJoiner addresses = new StringJoiner(",");
    for (JsonNode ingress : Json.at(service, "status", "loadBalancer", "ingress")) {
      addresses.add(ingress.path("ip").asString(Json.text(ingress, "hostname")));
    }
    for (JsonNode external : Json.at(service, "spec", "externalIPs")) {
      addresses.add(external.asString(""));
    }
    if (addresses.length() > 0) {
      return addresses.toString();
    }
    return Json.text(service, "spec", "type").equals("LoadBalancer") ? "<pending>" : "<none>";
  }

  private static String ports(JsonNode service) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      String node =
          port.path("nodePort").isMissingNode() ? "" : ":" + port.path("nodePort").asString("");
      ports.add(
          port.path("port").asString("") + node + "/" + port.path("protocol").asString("TCP"));
    }
    return ports.isEmpty() ? "<none>" : String.join(",", ports);
  }

  private static String pairs(JsonNode map) {
    StringJoiner pairs = new StringJoiner(",");
    map.forEachEntry((key, value) -> pairs.add(key + "=" + value.asString("")));
    return orNone(pairs.toString());
  }

  private static String roles(JsonNode node) {
    StringJoiner roles = new StringJoiner(",");
    Json.at(node, "metadata", "labels")
        .forEachEntry(
            (key, _) -> {
              if (key.startsWith("node-role.kubernetes.io/")) {
                roles.add(key.substring("node-role.kubernetes.io/".length()));
              }
            });
    return orNone(roles.toString());
  }

  private static String address(JsonNode node, String type) {
    for (JsonNode address : Json.at(node, "status", "addresses")) {
      if (Json.text(address, "type").equals(type)) {
        return Json.text(address, "address");
      }
    }
    return "";
  }

  private static String accessModes(JsonNode claim) {
    StringJoiner modes = new StringJoiner(",");
    for (JsonNode mode : Json.at(claim, "status", "accessModes")) {
      modes.add(
          switch (mode.asString("")) {
            case "ReadWriteOnce" -> "RWO";
            case "ReadWriteMany" -> "RWX";
            case "ReadOnlyMany" -> "ROX";
            case "ReadWriteOncePod" -> "RWOP";
            default -> mode.asString("");
          });
    }
    return modes.toString();
  }

  private static String involved(JsonNode event) {
    return Json.text(event, "involvedObject", "kind").toLowerCase(java.util.Locale.ROOT)
        + "/"
        + Json.text(event, "involvedObject", "name");
  }

  private static String controller(JsonNode object) {
    for (JsonNode owner : Json.at(object, "metadata", "ownerReferences")) {
      if (owner.path("controller").booleanValue(false)) {
        return Json.text(owner, "kind").toLowerCase(java.util.Locale.ROOT)
            + "."
            + Json.text(owner, "apiVersion").replaceAll("/.*", "")
            + "/"
            + Json.text(owner, "name");
      }
    }
    return "<none>";
  }

  private static String slicePorts(JsonNode slice) {
    StringJoiner ports = new StringJoiner(",");
    slice.path("ports").forEach(port -> ports.add(port.path("port").asString("")));
    return ports.length() == 0 ? "<unset>" : ports.toString();
  }

  private static String sliceAddresses(JsonNode slice) {
    StringJoiner addresses = new StringJoiner(",");
    slice
        .path("endpoints")
        .forEach(
            endpoint -> endpoint.path("addresses").forEach(a -> addresses.add(a.asString(""))));
    return addresses.length() == 0 ? "<unset>" : addresses.toString();
  }
}
