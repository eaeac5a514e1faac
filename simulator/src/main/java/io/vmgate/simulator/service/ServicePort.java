package io.vmgate.simulator.service;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;

/**
 * A port of a service.
 *
 * @param name empty if it has none
 * @param protocol TCP, UDP or SCTP
 * @param nodePort 0 if it has none
 * @param targetNumber where it leads, 0 if that has a name
 * @param targetName where it leads, empty if that is a number
 */
public record ServicePort(
    String name, String protocol, int port, int nodePort, int targetNumber, String targetName) {

  static ServicePort of(JsonNode port) {
    JsonNode target = port.path("targetPort");
    int number = port.path("port").intValue(0);
    return new ServicePort(
        Json.text(port, "name"),
        port.path("protocol").stringValue("TCP"),
        number,
        port.path("nodePort").intValue(0),
        target.isString() ? 0 : target.intValue(number),
        target.stringValue(""));
  }
}
