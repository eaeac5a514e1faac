package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Disks;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.net.URI;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks after DataVolumes: makes their claims and fills them. */
final class ImportController implements Controller {
  /** A storage class that binds when the first pod uses the claim. */
  static final String WAITING_CLASS = "local-wait";

  private static final String SOURCE = "datavolume-import-controller";
  private static final int STRIDE_PERCENT = 25;

  private final Cluster cluster;

  ImportController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode disk = cluster.read(ResourceTypes.DATA_VOLUME, namespace, name);
    if (disk == null || Json.isBeingDeleted(disk)) {
      return null;
    }
    boolean clone =
        Json.at(disk, "spec", "source").has("pvc")
            || Json.at(disk, "spec", "source").has("snapshot");
    String kind = clone ? "Clone" : "Import";
    String phase = Json.text(disk, "status", "phase");
    String uid = Json.uid(disk);
    return switch (phase) {
      case "" -> Step.in(300, "claim:" + uid, () -> begin(disk, kind + "Scheduled"));
      case "ImportScheduled", "CloneScheduled" ->
          Step.in(1000, "begin:" + uid, () -> report(disk, kind + "InProgress", 0));
      case "ImportInProgress", "CloneInProgress" -> progress(disk, kind);
      default -> null;
    };
  }

  private void begin(ObjectNode disk, String firstPhase) {
    String namespace = Json.namespace(disk);
    String name = Json.name(disk);
    if (cluster.read(ResourceTypes.CLAIM, namespace, name) == null) {
      cluster.create(ResourceTypes.CLAIM, Disks.claim(disk, cluster.ids().uid(), cluster.now()));
    }
    JsonNode claim = cluster.read(ResourceTypes.CLAIM, namespace, name);
    boolean waits =
        claim != null && Json.text(claim, "spec", "storageClassName").equals(WAITING_CLASS);
    edit(
        disk,
        d -> {
          if (waits) {
            Disks.waitingForConsumer(d, cluster.now());
          } else {
            Disks.inProgress(d, firstPhase, "N/A", cluster.now());
          }
        });
  }

  private Step progress(ObjectNode disk, String kind) {
    String host = host(disk);
    int restarts = Json.at(disk, "status", "restartCount").intValue(0);
    if (host.endsWith(".invalid")) {
      String why =
          "Unable to connect to http data source: dial tcp: lookup " + host + ": no such host";
      return Step.in(
          restarts == 0 ? 1000 : 20_000,
          "fail:" + restarts,
          () -> {
            edit(disk, d -> Disks.failing(d, why, cluster.now()));
            cluster.event(disk, "Warning", "Error", why, SOURCE);
          });
    }
    int percent = percent(disk);
    if (percent + STRIDE_PERCENT < 100) {
      int next = percent + STRIDE_PERCENT;
      return Step.in(2000, "percent:" + next, () -> report(disk, kind + "InProgress", next));
    }
    return Step.in(2000, "finish:" + Json.uid(disk), () -> finish(disk, kind));
  }

  private void report(ObjectNode disk, String phase, int percent) {
    edit(
        disk,
        d ->
            Disks.inProgress(
                d, phase, String.format(Locale.ROOT, "%.2f%%", (double) percent), cluster.now()));
  }

  private void finish(ObjectNode disk, String kind) {
    cluster.edit(ResourceTypes.CLAIM, Json.namespace(disk), Json.name(disk), Disks::bind);
    edit(disk, d -> Disks.succeeded(d, cluster.now()));
    cluster.event(
        disk,
        "Normal",
        kind + "Succeeded",
        kind.equals("Clone")
            ? "Successfully cloned into " + Json.name(disk)
            : "Successfully imported into PVC " + Json.name(disk),
        SOURCE);
  }

  private static int percent(JsonNode disk) {
    String progress = Json.text(disk, "status", "progress");
    try {
      return (int) Double.parseDouble(progress.replace("%", ""));
    } catch (NumberFormatException unknown) {
      return 0;
    }
  }

  private static String host(JsonNode disk) {
    for (String kind : new String[] {"http", "registry", "s3", "gcs", "imageio"}) {
      String url = Json.text(disk, "spec", "source", kind, "url");
      if (!url.isEmpty()) {
        try {
          String host = URI.create(url).getHost();
          return host == null ? "" : host;
        } catch (IllegalArgumentException noUrl) {
          return "";
        }
      }
    }
    return "";
  }

  private void edit(ObjectNode disk, Consumer<ObjectNode> change) {
    cluster.edit(ResourceTypes.DATA_VOLUME, Json.namespace(disk), Json.name(disk), change);
  }
}
