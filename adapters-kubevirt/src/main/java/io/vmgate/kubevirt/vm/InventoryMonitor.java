package io.vmgate.kubevirt.vm;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.kubevirt.cluster.ClusterProbe;
import io.vmgate.kubevirt.cluster.FeedListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears how feeds and probe fare, and judges from that how far the inventory can be trusted. Safe
 * for any number of threads.
 */
final class InventoryMonitor implements FeedListener, ClusterProbe.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(InventoryMonitor.class);

  /** How one feed fares; replaced whole on each change. */
  private record Health(
      boolean listed,
      @Nullable Instant behindSince,
      @Nullable String reason,
      @Nullable String unavailable) {}

  private record Silence(Instant since, String reason) {}

  private final InstantSource clock;
  private final Duration grace;
  private final InventoryFigures figures;
  private final Map<String, AtomicReference<Health>> feeds = new LinkedHashMap<>();
  private final AtomicReference<@Nullable Silence> silence = new AtomicReference<>();
  private volatile Instant lastReached;
  private volatile boolean published;
  private Runnable whenBack = () -> {};
  private Runnable whenSilent = () -> {};

  InventoryMonitor(
      Collection<String> kinds, InstantSource clock, Duration grace, InventoryFigures figures) {
    this.clock = clock;
    this.grace = grace;
    this.figures = figures;
    this.lastReached = clock.instant();
    Health unread = new Health(false, clock.instant(), null, null);
    kinds.forEach(kind -> feeds.put(kind, new AtomicReference<>(unread)));
  }

  /** Say what to do when the cluster falls silent, and when it is back. Before the feeds start. */
  void onProbe(Runnable silent, Runnable back) {
    whenSilent = silent;
    whenBack = back;
  }

  /** The first complete state can be read by everyone. */
  void published() {
    published = true;
  }

  /** What the inventory has to do without: kinds that the cluster lacks or forbids. */
  List<String> limitations() {
    return feeds.entrySet().stream()
        .filter(feed -> feed.getValue().get().unavailable() != null)
        .map(feed -> "without " + feed.getKey() + ": " + feed.getValue().get().unavailable())
        .toList();
  }

  InventoryState state() {
    Silence silent = silence.get();
    if (!published) {
      return new InventoryState.Unsynced(unsynced(silent));
    }
    if (silent != null) {
      return new InventoryState.Stale(silent.since(), silent.reason());
    }
    Instant limit = clock.instant().minus(grace);
    Instant since = null;
    String reason = null;
    for (Map.Entry<String, AtomicReference<Health>> feed : feeds.entrySet()) {
      Health health = feed.getValue().get();
      Instant behind = health.unavailable() == null ? health.behindSince() : null;
      if (behind != null && behind.isBefore(limit) && (since == null || behind.isBefore(since))) {
        since = behind;
        reason = feed.getKey() + ": " + (health.reason() == null ? "being read" : health.reason());
      }
    }
    return since == null || reason == null
        ? new InventoryState.Live()
        : new InventoryState.Stale(since, reason);
  }

  private String unsynced(@Nullable Silence silent) {
    if (silent != null) {
      return silent.reason();
    }
    int read = 0;
    for (Map.Entry<String, AtomicReference<Health>> feed : feeds.entrySet()) {
      Health health = feed.getValue().get();
      if (health.listed()) {
        read++;
      } else if (health.reason() != null) {
        return feed.getKey() + ": " + health.reason();
      }
    }
    return "the cluster is being read: " + read + " of " + feeds.size() + " kinds so far";
  }

  @Override
  public void listed(String kind) {
    reached(); // whoever sends a list is there, whatever the last probe said
    figures.relisted();
    figures.heard(clock.instant());
    // The first reading may have taken long, but what was read is true now. Later on only a watch
    // proves that changes arrive.
    Instant now = clock.instant();
    change(
        kind, old -> new Health(true, old.listed() ? old.behindSince() : now, old.reason(), null));
  }

  @Override
  public void following(String kind) {
    reached();
    figures.heard(clock.instant());
    Health old = change(kind, any -> new Health(true, null, null, null));
    if (published && old.behindSince() != null) {
      LOG.info("changes of {} arrive again", kind);
    }
  }

  @Override
  public void heard(String kind) {
    figures.heard(clock.instant());
  }

  @Override
  public void cut(String kind, String reason) {
    figures.watchRestarted();
    Health old =
        change(
            kind,
            was ->
                new Health(
                    was.listed(),
                    was.behindSince() == null ? clock.instant() : was.behindSince(),
                    reason,
                    null));
    if (!reason.equals(old.reason())) {
      LOG.warn("changes of {} do not arrive: {}", kind, reason);
    }
  }

  @Override
  public void renewed(String kind) {
    figures.watchRestarted();
  }

  @Override
  public void unavailable(String kind, String reason) {
    Health old = change(kind, any -> new Health(true, null, null, reason));
    if (!reason.equals(old.unavailable())) {
      LOG.warn("going on without {}: {}", kind, reason);
    }
  }

  @Override
  public void reached() {
    lastReached = clock.instant();
    if (silence.getAndSet(null) != null) {
      LOG.info("the API server answers again");
      whenBack.run();
    }
  }

  @Override
  public void lost(String reason, boolean silent) {
    Silence before = silence.get();
    silence.set(new Silence(before == null ? lastReached : before.since(), reason));
    if (before == null) {
      LOG.warn("the API server is lost: {}", reason);
      if (silent) {
        whenSilent.run();
      }
    }
  }

  private Health change(String kind, UnaryOperator<Health> change) {
    AtomicReference<Health> feed = feeds.get(kind);
    if (feed == null) {
      throw new IllegalArgumentException("unknown kind " + kind);
    }
    return feed.getAndUpdate(change);
  }
}
