package io.vmgate.application.stream;

import io.vmgate.domain.Failure;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.Interest;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One listener's place: what waits for it, never more than {@value #MOST_WAITING} changes.
 *
 * <p>A listener takes when it can write. One that falls behind further than that loses the older
 * half of what waits and finds a {@link Delivery.Reset} in its place; it never holds up others.
 * Safe for any number of threads, none of which ever waits long.
 */
public final class Subscription implements AutoCloseable {
  /** The most changes that wait for one listener. */
  public static final int MOST_WAITING = 1_000;

  private final TenantId tenant;
  private final Interest interest;
  private final Supplier<Sight> sights;
  private final Runnable onWaiting;
  private final ChangeFanOut fanOut;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private @Nullable Deque<Delivery.Changed> early = new ArrayDeque<>();
  private boolean earlyLost;
  private boolean closed;
  private Sight sight;
  private StreamPoint taken;

  Subscription(
      TenantId tenant,
      Interest interest,
      Supplier<Sight> sights,
      StreamPoint from,
      Runnable onWaiting,
      ChangeFanOut fanOut) {
    this.tenant = tenant;
    this.interest = interest;
    this.sights = sights;
    this.sight = sights.get();
    this.taken = from;
    this.onWaiting = onWaiting;
    this.fanOut = fanOut;
  }

  /**
   * Take what waits, in order; empty when nothing does. Returns at once.
   *
   * @param most how many at most
   */
  public synchronized List<Delivery> take(int most) {
    List<Delivery> batch = new ArrayList<>(Math.min(most, waiting.size()));
    while (batch.size() < most && !waiting.isEmpty()) {
      Delivery next = waiting.removeFirst();
      switch (next) {
        case Delivery.Changed(var logged, var resume) -> {
          taken = resume;
          if (sight.covers(logged.change())) { // it may have shrunk while the change waited
            batch.add(next);
          }
        }
        case Delivery.Ready(var resume) -> {
          taken = resume;
          batch.add(next);
        }
        case Delivery.Reset(_, var resume) -> {
          taken = resume;
          batch.add(next);
        }
        case Delivery.Ended _ -> batch.add(next);
      }
    }
    return batch;
  }

  /** How many deliveries wait. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /**
   * Where to go on after a break, once everything taken has reached its reader. While nothing waits
   * this moves on with the changes that are not for this listener, so a quiet one should be told
   * now and then. At the end it stays where it was: what waited then was never told.
   */
  public synchronized StreamPoint resumePoint() {
    return !closed && waiting.isEmpty() && early == null ? taken.orLater(fanOut.upTo()) : taken;
  }

  /** Listen no more; what waits is dropped. Closing twice does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      stopAt();
      waiting.clear();
      early = null;
    }
    fanOut.remove(this);
  }

  TenantId tenant() {
    return tenant;
  }

  /** Put what the log had before what has arrived since, and begin to deliver. */
  void begin(boolean fresh, ChangeLog.Replay replay) {
    synchronized (this) {
      if (closed) {
        return;
      }
      Set<Long> known = new HashSet<>();
      switch (replay) {
        case ChangeLog.Replay.Whole(var changes, var upTo) -> {
          waiting.add(new Delivery.Ready(taken));
          add(changes, upTo, known);
        }
        case ChangeLog.Replay.Latest(var changes, var upTo) -> {
          // Who has only come has read nothing yet, and nothing to read anew.
          waiting.add(
              fresh ? new Delivery.Ready(upTo) : new Delivery.Reset(ResetReason.FELL_BEHIND, upTo));
          taken = upTo;
          add(changes, upTo, known);
        }
        case ChangeLog.Replay.Lost(var reason, var upTo) -> {
          waiting.add(new Delivery.Reset(reason, upTo));
          taken = upTo;
        }
      }
      if (earlyLost) {
        waiting.add(new Delivery.Reset(ResetReason.FELL_BEHIND, fanOut.upTo()));
      }
      Deque<Delivery.Changed> since = early;
      early = null;
      if (since != null) {
        since.stream().filter(next -> !known.contains(next.logged().id())).forEach(waiting::add);
      }
    }
    onWaiting.run();
  }

  /** Deliver those of the changes that are for this listener. Called by one thread at a time. */
  void arrived(List<LoggedChange> changes, StreamPoint before, StreamPoint after) {
    boolean first;
    synchronized (this) {
      if (closed) {
        return;
      }
      List<LoggedChange> mine = changes.stream().filter(next -> isMine(next.change())).toList();
      if (mine.isEmpty()) {
        return;
      }
      first = waiting.isEmpty() && early == null;
      for (int i = 0; i < mine.size(); i++) {
        // Only with the last of them has everything below the new point been told.
        StreamPoint resume = i == mine.size() - 1 ? after : before;
        offer(new Delivery.Changed(mine.get(i), resume), before);
      }
    }
    if (first) {
      onWaiting.run();
    }
  }

  /** Leave out what waits, and say why. */
  void reset(ResetReason why, StreamPoint from) {
    synchronized (this) {
      if (closed) {
        return;
      }
      waiting.clear();
      waiting.add(new Delivery.Reset(why, from));
    }
    onWaiting.run();
  }

  /** Ask anew what may be heard of. */
  void refresh() {
    Sight now = sights.get();
    synchronized (this) {
      sight = now;
    }
  }

  /** Say that this is the end, and why. */
  void end(Failure why) {
    synchronized (this) {
      if (closed) {
        return;
      }
      stopAt();
      early = null;
      waiting.clear();
      waiting.add(new Delivery.Ended(why));
    }
    fanOut.remove(this);
    onWaiting.run();
  }

  /** A quiet listener has heard of everything so far, one that something waits for has not. */
  private void stopAt() {
    if (!closed && fanOut.hasBegun()) {
      taken = resumePoint();
    }
    closed = true;
  }

  private boolean isMine(Change change) {
    return interest.isIn(change) && sight.covers(change);
  }

  private void add(List<LoggedChange> changes, StreamPoint upTo, Set<Long> known) {
    List<LoggedChange> mine = changes.stream().filter(next -> isMine(next.change())).toList();
    for (int i = 0; i < mine.size(); i++) {
      known.add(mine.get(i).id());
      waiting.add(new Delivery.Changed(mine.get(i), i == mine.size() - 1 ? upTo : taken));
    }
  }

  private void offer(Delivery.Changed next, StreamPoint before) {
    Deque<Delivery.Changed> beforeBegin = early;
    if (beforeBegin != null) {
      if (beforeBegin.size() >= MOST_WAITING) {
        beforeBegin.removeFirst();
        earlyLost = true;
      }
      beforeBegin.add(next);
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      while (waiting.size() > MOST_WAITING / 2) {
        waiting.removeFirst();
      }
      waiting.addFirst(new Delivery.Reset(ResetReason.FELL_BEHIND, before));
      fanOut.overrun();
    }
    waiting.add(next);
  }
}
