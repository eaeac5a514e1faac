package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;

/**
 * In which shape a client wants objects; the first shape in its Accept header that we know wins.
 */
enum Accepted {
  OBJECT,
  TABLE,
  PARTIAL;

  static Accepted of(Exchange exchange) {
    for (String range : exchange.header("Accept").split(",")) {
      String plain = range.replace(" ", "");
      if (plain.contains("as=Table")) {
        if (plain.contains("v=v1;") || plain.endsWith("v=v1")) {
          return TABLE;
        }
      } else if (plain.contains("as=PartialObjectMetadata")) {
        return PARTIAL;
      } else if (plain.startsWith("application/json") && !plain.contains("as=")) {
        return OBJECT;
      }
    }
    return OBJECT;
  }
}
