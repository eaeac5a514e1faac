package io.vmgate.cli.vm;

import io.vmgate.cli.http.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which machines, and in what order: the contract's own words. */
final class ListOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE")
  private @Nullable String namespace;

  @Option(names = "--status", paramLabel = "STATUS", split = ",")
  private @Nullable List<String> status;

  @Option(names = "--name", paramLabel = "PART")
  private @Nullable String name;

  @Option(names = "--node", paramLabel = "NODE")
  private @Nullable String node;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS")
  private @Nullable String selector;

  @Option(names = "--sort-by", paramLabel = "FIELD", defaultValue = "namespace")
  private String sortBy = "";

  @Option(names = "--sort-order", paramLabel = "asc|desc", defaultValue = "asc")
  private String sortOrder = "";

  /** Whether a machine can leave the list without being gone; names never change. */
  boolean mayLetGo() {
    return status != null || node != null || selector != null;
  }

  Query query() {
    return new Query()
        .with("namespace", namespace)
        .with("status", status == null ? null : String.join(",", status))
        .with("nameLike", name)
        .with("nodeName", node)
        .with("labelSelector", selector)
        .with("sortBy", sortBy)
        .with("sortOrder", sortOrder);
  }
}
