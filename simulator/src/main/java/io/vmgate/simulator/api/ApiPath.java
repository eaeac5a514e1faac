package io.vmgate.simulator.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API, split.
 *
 * @param group empty for the core group
 * @param namespace empty where the path names none
 * @param resource the plural word
 * @param name empty for a collection
 * @param subresource what follows the name, joined by slashes; empty for the object itself
 */
public record ApiPath(
    String group,
    String version,
    String namespace,
    String resource,
    String name,
    String subresource) {

  /** Split a path; null if it is not one of a resource. */
  public static @Nullable ApiPath parse(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        parts.add(decoded(part));
      }
    }
    String group;
    String version;
    int at;
    if (parts.size() >= 3 && parts.get(0).equals("api")) {
      group = "";
      version = parts.get(1);
      at = 2;
    } else if (parts.size() >= 4 && parts.get(0).equals("apis")) {
      group = parts.get(1);
      version = parts.get(2);
      at = 3;
    } else {
      return null;
    }
    String namespace = "";
    boolean scoped = parts.get(at).equals("namespaces") && parts.size() > at + 2;
    // namespaces/NAME/status is about the namespace itself, everything else there about what is in
    // it.
    if (scoped
        && !(group.isEmpty()
            && parts.size() == at + 3
            && (parts.get(at + 2).equals("status") || parts.get(at + 2).equals("finalize")))) {
      namespace = parts.get(at + 1);
      at += 2;
    }
    String resource = parts.get(at);
    String name = parts.size() > at + 1 ? parts.get(at + 1) : "";
    String subresource =
        parts.size() > at + 2 ? String.join("/", parts.subList(at + 2, parts.size())) : "";
    return new ApiPath(group, version, namespace, resource, name, subresource);
  }

  private static String decoded(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return part;
    }
  }
}
