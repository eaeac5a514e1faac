package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the server says of itself, to anybody: version and health. */
public final class ServerFacts {
  private static final List<String> CHECKS =
      List.of(
          "ping",
          "log",
          "etcd",
          "informer-sync",
          "poststarthook/start-apiextensions-controllers",
          "poststarthook/crd-informer-synced",
          "poststarthook/start-kube-aggregator-informers");

  /** Answer if the path is one of these; false if it is not. */
  boolean answer(Exchange exchange) {
    switch (exchange.path()) {
      case "/version", "/version/" -> Replies.json(exchange, 200, version());
      case "/healthz", "/livez", "/readyz" -> health(exchange);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void health(Exchange exchange) {
    if (!exchange.hasQuery("verbose")) {
      Replies.text(exchange, 200, "ok");
      return;
    }
    StringBuilder report = new StringBuilder();
    CHECKS.forEach(check -> report.append("[+]").append(check).append(" ok\n"));
    report.append(exchange.path().substring(1)).append(" check passed\n");
    Replies.text(exchange, 200, report.toString());
  }

  /** Give the server's version. */
  public static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "34")
        .put("emulationMajor", "1")
        .put("emulationMinor", "34")
        .put("minCompatibilityMajor", "1")
        .put("minCompatibilityMinor", "33")
        .put("gitVersion", "v1.34.1+k3s1")
        .put("gitCommit", "24fc436e5ee0d5e2f4e2b1a4c3b8a6c8d9f0e1a2")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-07-15T12:00:00Z")
        .put("goVersion", "go1.24.6")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }
}
