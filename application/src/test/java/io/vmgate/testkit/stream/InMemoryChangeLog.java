package io.vmgate.testkit.stream;

import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.application.stream.LoggedChange;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps changes in memory, each committed at once, and hands them to one fan-out. */
public final class InMemoryChangeLog implements ChangeLog {
  private final UUID identity;
  private final ChangeFanOut fanOut;
  private final List<LoggedChange> changes = new ArrayList<>();
  private long oldest;
  private boolean away;

  /** Hand changes to this fan-out. */
  public InMemoryChangeLog(ChangeFanOut fanOut) {
    this(new UUID(1, 1), fanOut);
  }

  /** Be the log of this identity. */
  public InMemoryChangeLog(UUID identity, ChangeFanOut fanOut) {
    this.identity = identity;
    this.fanOut = fanOut;
    fanOut.arrived(List.of(), now());
  }

  /** Write changes down together, and tell of them. */
  public synchronized void write(Change... together) {
    List<LoggedChange> written = new ArrayList<>();
    for (Change change : together) {
      written.add(new LoggedChange(changes.size(), change));
      changes.add(written.getLast());
    }
    fanOut.arrived(written, now());
  }

  /** Where the log ends. */
  public synchronized StreamPoint now() {
    return new StreamPoint(identity, changes.size());
  }

  /** Forget all that was written so far: there is no clock in here. */
  @Override
  public synchronized int forget(Duration age) {
    int forgotten = Math.toIntExact(changes.size() - oldest);
    oldest = changes.size();
    return forgotten;
  }

  /** Be away, or back. */
  public synchronized void beAway(boolean whether) {
    away = whether;
  }

  @Override
  public synchronized Replay replay(TenantId tenant, StreamPoint from, int most) {
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    if (!from.log().equals(identity) || from.position() > changes.size()) {
      return new Replay.Lost(ResetReason.UNKNOWN_POINT, now());
    }
    if (from.position() < oldest) {
      return new Replay.Lost(ResetReason.TOO_OLD, now());
    }
    List<LoggedChange> since =
        changes.subList(Math.toIntExact(from.position()), changes.size()).stream()
            .filter(logged -> logged.change().tenant().equals(tenant))
            .toList();
    return since.size() <= most
        ? new Replay.Whole(since, now())
        : new Replay.Latest(since.subList(since.size() - most, since.size()), now());
  }
}
