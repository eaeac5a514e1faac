package io.vmgate.application.stream;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.stream.Interest;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the changes that this replica reads to those who listen here.
 *
 * <p>Listeners are kept by tenant, and what a listener may hear of is asked anew every second.
 */
public final class ChangeFanOut implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFanOut.class);
  private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(1);

  /** How much of the past a new listener is told: longer than a replica lags behind another. */
  private static final Duration LOOK_BACK = Duration.ofSeconds(5);

  private record Passed(long nanos, StreamPoint point) {}

  private final Map<TenantId, Set<Subscription>> listeners = new ConcurrentHashMap<>();
  private final List<Consumer<List<LoggedChange>>> observers = new CopyOnWriteArrayList<>();
  private final StreamFigures figures = new StreamFigures();
  private final LongAdder overruns = new LongAdder();
  private final ScheduledExecutorService timer;
  private final Deque<Passed> passed = new ArrayDeque<>();
  private volatile @Nullable StreamPoint upTo;

  /** Begin with nobody. */
  public ChangeFanOut() {
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("stream-scopes").factory());
    timer.scheduleWithFixedDelay(
        this::refresh,
        BETWEEN_REFRESHES.toMillis(),
        BETWEEN_REFRESHES.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Hand on what has become readable since the last time. Called by one thread at a time, also when
   * that is nothing.
   *
   * @param changes in the order in which they were written
   * @param point everything below it has been handed on, these included
   */
  public void arrived(List<LoggedChange> changes, StreamPoint point) {
    StreamPoint known = upTo;
    if (known != null && !known.log().equals(point.log())) {
      LOG.warn("the log of changes is another one: whoever listens has to read anew");
      resetAll(ResetReason.UNKNOWN_POINT, point);
      known = null;
    }
    StreamPoint before = known == null ? point : known;
    Map<TenantId, List<LoggedChange>> byTenant =
        changes.stream().collect(Collectors.groupingBy(logged -> logged.change().tenant()));
    byTenant.forEach(
        (tenant, theirs) ->
            listeners
                .getOrDefault(tenant, Set.of())
                .forEach(listener -> handOn(listener, theirs, before, point)));
    observers.forEach(observer -> tell(observer, changes));
    upTo = point; // not earlier: a listener with nothing waiting says that it has heard all below
    remember(point);
  }

  /**
   * Changes below the point were left out and will not be handed on: tell everybody to read anew.
   * Called as {@link #arrived} is.
   */
  public void missed(StreamPoint point) {
    LOG.warn("changes were missed: whoever listens has to read anew");
    resetAll(ResetReason.FELL_BEHIND, point);
    overruns.increment();
    upTo = point;
    remember(point);
  }

  /** Also tell this, within the replica, of all tenants' changes; it must return at once. */
  public void alsoTell(Consumer<List<LoggedChange>> observer) {
    observers.add(observer);
  }

  /** How well this replica keeps up with the log; the same object each time. */
  public StreamFigures figures() {
    return figures;
  }

  /** How many listen now. */
  public int listening() {
    return listeners.values().stream().mapToInt(Set::size).sum();
  }

  /** How often a listener fell behind so far that changes were left out. */
  public long overruns() {
    return overruns.sum();
  }

  /** Ask no more what listeners may hear of. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /**
   * Make a place for a listener; what arrives from now on waits there until {@link
   * Subscription#begin}.
   *
   * @param from null for the present
   */
  Subscription add(
      TenantId tenant,
      Interest interest,
      Supplier<Sight> sights,
      @Nullable StreamPoint from,
      Runnable onWaiting) {
    Subscription added =
        new Subscription(tenant, interest, sights, from == null ? recent() : from, onWaiting, this);
    listeners.compute(
        tenant,
        (_, others) -> {
          Set<Subscription> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(added);
          return all;
        });
    return added;
  }

  void remove(Subscription listener) {
    listeners.computeIfPresent(
        listener.tenant(),
        (_, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  void overrun() {
    overruns.increment();
  }

  /** Whether anything was ever read. */
  boolean hasBegun() {
    return upTo != null;
  }

  /**
   * Everything below has been handed on.
   *
   * @throws FailureException {@link PlatformFailure.DatabaseUnreachable} while nothing was ever
   *     read
   */
  StreamPoint upTo() {
    StreamPoint known = upTo;
    if (known == null) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    return known;
  }

  /** A point that has just passed. */
  private StreamPoint recent() {
    StreamPoint now = upTo();
    synchronized (passed) {
      return passed.isEmpty() ? now : passed.getFirst().point();
    }
  }

  /** Keep a point of each second of the look-back, and one at least. */
  private void remember(StreamPoint point) {
    long now = System.nanoTime();
    synchronized (passed) {
      if (passed.isEmpty() || now - passed.getLast().nanos() >= BETWEEN_REFRESHES.toNanos()) {
        passed.addLast(new Passed(now, point));
      }
      while (passed.size() > 1 && now - passed.getFirst().nanos() > LOOK_BACK.toNanos()) {
        passed.removeFirst();
      }
    }
  }

  /** Nobody can go on from what has passed. */
  private void resetAll(ResetReason why, StreamPoint point) {
    synchronized (passed) {
      passed.clear();
    }
    listeners.values().stream()
        .flatMap(Collection::stream)
        .forEach(listener -> reset(listener, why, point));
  }

  /** Hand changes to one; should that fail, the others still get theirs. */
  private static void handOn(
      Subscription listener, List<LoggedChange> changes, StreamPoint before, StreamPoint point) {
    try {
      listener.arrived(changes, before, point);
    } catch (RuntimeException fault) {
      LOG.error("a listener was not told of {} changes", changes.size(), fault);
      reset(listener, ResetReason.FELL_BEHIND, point);
    }
  }

  private static void reset(Subscription listener, ResetReason why, StreamPoint point) {
    try {
      listener.reset(why, point);
    } catch (RuntimeException fault) {
      LOG.error("a listener was not told to read anew", fault);
    }
  }

  private static void tell(Consumer<List<LoggedChange>> observer, List<LoggedChange> changes) {
    try {
      observer.accept(changes);
    } catch (RuntimeException fault) {
      LOG.error("{} changes were not taken within the replica", changes.size(), fault);
    }
  }

  private void refresh() {
    listeners.values().stream().flatMap(Collection::stream).forEach(ChangeFanOut::refresh);
  }

  private static void refresh(Subscription listener) {
    try {
      listener.refresh();
    } catch (FailureException refused) {
      if (!(refused.failure() instanceof PlatformFailure)) {
        listener.end(refused.failure());
      }
    } catch (RuntimeException fault) {
      LOG.error("what a listener may hear of is not known", fault);
    }
  }
}
