package io.vmgate.kubevirt.vm;

import io.vmgate.application.vm.VmFeed.Follower;
import io.vmgate.application.vm.VmFeed.Following;
import io.vmgate.application.vm.index.VmIndex;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the ledger. Feeds leave changes in its queue, in order; it takes all
 * that are there, applies them, joins what they touched and publishes the lot at once. A full queue
 * makes feeds wait, and those the server: nothing is dropped and nothing piles up.
 */
final class InventoryWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InventoryWriter.class);
  private static final int QUEUE = 4_096;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private record Change(long readNanos, Runnable change) {}

  private final BlockingQueue<Change> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ClusterLedger ledger;
  private final VmIndex index;
  private final InventoryMonitor monitor;
  private final InventoryFigures figures;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final long begunNanos = System.nanoTime();
  private volatile boolean closed;
  private final Set<String> unread = new HashSet<>();
  private boolean synced;

  InventoryWriter(
      ClusterLedger ledger, VmIndex index, InventoryMonitor monitor, InventoryFigures figures) {
    this.ledger = ledger;
    this.index = index;
    this.monitor = monitor;
    this.figures = figures;
    this.thread = Thread.ofPlatform().name("inventory-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Give a sink that leaves what it gets to this thread, for the sink of the ledger behind it. The
   * state is complete when each of these was replaced once. Before {@link #start}.
   */
  <D> FeedSink<D> queued(String kind, FeedSink<D> behind) {
    unread.add(kind);
    return new FeedSink<>() {
      @Override
      public void replaced(Map<ObjectName, D> objects) {
        enqueue(
            () -> {
              behind.replaced(objects);
              unread.remove(kind);
            });
      }

      @Override
      public void put(ObjectName name, D digest) {
        enqueue(() -> behind.put(name, digest));
      }

      @Override
      public void removed(ObjectName name, @Nullable D last) {
        enqueue(() -> behind.removed(name, last));
      }

      @Override
      public void absent() {
        enqueue(
            () -> {
              behind.absent();
              unread.remove(kind);
            });
      }
    };
  }

  /** Tell the follower everything, once there is something to tell, and then what changes. */
  Following follow(Follower follower) {
    enqueue(
        () -> {
          followers.add(follower);
          if (synced) {
            tell(follower, () -> follower.all(index.all()));
          }
        });
    return () -> followers.remove(follower);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void enqueue(Runnable change) {
    try {
      queue.put(new Change(System.nanoTime(), change));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("closing: the change has no taker", closing);
    }
  }

  private void run() {
    List<Change> batch = new ArrayList<>();
    while (!closed) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch);
        batch.forEach(InventoryWriter::apply);
        publish(batch.getFirst().readNanos());
        batch.clear();
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException fault) {
        // The ledger holds what was applied; what was touched is published with the next batch.
        LOG.error("a batch of changes was not published", fault);
        batch.clear();
      }
    }
  }

  private static void apply(Change change) {
    try {
      change.change().run();
    } catch (RuntimeException fault) {
      LOG.error("a change was not applied", fault);
    }
  }

  private void publish(long readNanos) {
    if (synced) {
      publishBatch(readNanos);
    } else if (unread.isEmpty()) {
      List<Vm> all = ledger.joinAll();
      index.replaceAll(all);
      synced = true;
      ledger.shown();
      monitor.published();
      followers.forEach(follower -> tell(follower, () -> follower.all(all)));
      Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
      figures.synced(took);
      LOG.info("the inventory is complete after {} ms: {} machines", took.toMillis(), all.size());
    }
    figures.objects(ledger.sizes());
  }

  private void publishBatch(long readNanos) {
    ClusterLedger.Batch batch = ledger.takeBatch();
    Set<VmId> removed = batch.removed();
    List<Vm> changed = new ArrayList<>();
    List<Vm> told = new ArrayList<>();
    for (Vm machine : batch.changed()) {
      boolean isKnown = isKnown(machine);
      if (!isKnown) {
        changed.add(machine);
      }
      if (!isKnown || batch.withOtherServices().contains(machine.id())) {
        told.add(machine);
      }
    }
    boolean isPublished = !changed.isEmpty() || !removed.isEmpty();
    if (isPublished) {
      index.apply(changed, removed);
    }
    // What went while nothing could be seen has touched no machine: whoever follows looks at all.
    Collection<Vm> news = ledger.shown() ? index.all() : told;
    if (!news.isEmpty() || !removed.isEmpty()) {
      followers.forEach(follower -> tell(follower, () -> follower.changed(news, removed)));
    }
    if (isPublished) {
      figures.published(
          changed.size() + removed.size(), Duration.ofNanos(System.nanoTime() - readNanos));
    }
  }

  private static void tell(Follower follower, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException fault) {
      LOG.error("{} did not take what has changed", follower, fault);
    }
  }

  /** Much of what happens to an object changes nothing that a machine shows. */
  private boolean isKnown(Vm machine) {
    return index.find(machine.id()).equals(Optional.of(machine));
  }
}
