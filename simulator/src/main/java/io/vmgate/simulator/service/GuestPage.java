package io.vmgate.simulator.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The page that a guest without a processor serves. */
final class GuestPage {
  private GuestPage() {}

  static String of(Door.Target target, Instant now) {
    Backend pod = target.pod();
    String name = pod.namespace() + "/" + (pod.guest().isEmpty() ? pod.pod() : pod.guest());
    // Names and addresses have no characters that mean anything in HTML.
    return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%s</title></head>
        <body>
        <h1>%s</h1>
        <p>A simulated guest answers here.</p>
        <ul>
        <li>Address: %s</li>
        <li>Port: %d</li>
        <li>Node: %s</li>
        <li>Time: %s</li>
        </ul>
        </body>
        </html>
        """
        .formatted(
            name,
            name,
            pod.address(),
            target.port(),
            pod.node(),
            now.truncatedTo(ChronoUnit.MILLIS));
  }
}
