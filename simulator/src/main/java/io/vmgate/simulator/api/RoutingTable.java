package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which code answers which resource path.
 *
 * <p>A row is group, version, resource and the first part of the subresource; an endpoint that
 * takes longer subresources, such as {@code portforward/22}, reads the rest from the path.
 */
public final class RoutingTable {
  private final Map<Key, ResourceEndpoint> rows = new LinkedHashMap<>();

  /** Answers the requests for one row. */
  @FunctionalInterface
  public interface ResourceEndpoint {
    void answer(ApiPath path, Exchange exchange);
  }

  /**
   * Add a row.
   *
   * @param subresource the first part of it; empty for collections and objects
   * @throws IllegalStateException if the row is taken
   */
  public void add(
      String group,
      String version,
      String resource,
      String subresource,
      ResourceEndpoint endpoint) {
    if (rows.putIfAbsent(new Key(group, version, resource, subresource), endpoint) != null) {
      throw new IllegalStateException(
          "Two endpoints for " + group + "/" + resource + "/" + subresource);
    }
  }

  /** Find who answers a path; null if nobody does. */
  public @Nullable ResourceEndpoint find(ApiPath path) {
    String subresource = path.subresource();
    int slash = subresource.indexOf('/');
    return rows.get(
        new Key(
            path.group(),
            path.version(),
            path.resource(),
            slash < 0 ? subresource : subresource.substring(0, slash)));
  }

  /**
   * List the subresources of a version, such as {@code virtualmachines/start}, in the order they
   * were added.
   */
  List<String> subresources(String group, String version) {
    return rows.keySet().stream()
        .filter(key -> key.group().equals(group) && key.version().equals(version))
        .filter(key -> !key.subresource().isEmpty())
        .map(key -> key.resource() + "/" + key.subresource())
        .toList();
  }

  private record Key(String group, String version, String resource, String subresource) {}
}
