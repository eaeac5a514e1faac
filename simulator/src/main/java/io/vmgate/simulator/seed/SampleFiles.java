package io.vmgate.simulator.seed;

import io.vmgate.simulator.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The scenarios of real KubeVirt objects that lie beside this class, each a {@code v1} List. */
final class SampleFiles {
  private SampleFiles() {}

  static List<ObjectNode> read(String name) {
    return read(name, Map.of());
  }

  /**
   * Read a scenario with some words replaced, so that it can stand beside one that uses the same
   * names.
   */
  static List<ObjectNode> read(String name, Map<String, String> replacements) {
    String text;
    try (InputStream file = SampleFiles.class.getResourceAsStream(name + ".json")) {
      if (file == null) {
        throw new IllegalStateException("No such scenario: " + name);
      }
      text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    List<ObjectNode> objects = new ArrayList<>();
    Json.parseObject(text).path("items").forEach(item -> objects.add((ObjectNode) item));
    return objects;
  }
}
