package io.vmgate.application.console;

import static java.util.stream.Collectors.groupingBy;

import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.SessionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tell the other servers how long the way to this server's viewers takes, where that has changed by
 * more than a person would notice. Of one thread alone.
 */
public final class TellLatencies {
  /** What one measurement differs from the next by on a quiet network. */
  private static final Duration NOISE = Duration.ofMillis(1);

  private static final int NOTICED_PERCENT = 25;

  private final LiveConsoles live;
  private final LatencyBook book;
  private Map<SessionId, Duration> told = Map.of();

  public TellLatencies(LiveConsoles live, LatencyBook book) {
    this.live = live;
    this.book = book;
  }

  /**
   * Tell what is news.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}; what was not told is the next time
   */
  public void tell() {
    Map<SessionId, Duration> known = new HashMap<>();
    live.held().stream()
        .collect(groupingBy(session -> session.caller().tenant()))
        .forEach(
            (tenant, held) -> {
              Map<SessionId, Duration> news = news(held, known);
              if (!news.isEmpty()) {
                book.note(tenant, news);
                known.putAll(news);
              }
            });
    told = known;
  }

  private Map<SessionId, Duration> news(List<ConsoleSession> held, Map<SessionId, Duration> known) {
    Map<SessionId, Duration> news = new HashMap<>();
    for (ConsoleSession session : held) {
      Duration before = told.get(session.id());
      if (before != null) {
        known.put(session.id(), before);
      }
      live.latency(session.id())
          .filter(now -> isNews(before, now))
          .ifPresent(now -> news.put(session.id(), now));
    }
    return news;
  }

  private static boolean isNews(@Nullable Duration before, Duration now) {
    if (before == null) {
      return true;
    }
    Duration change = now.minus(before).abs();
    return change.compareTo(NOISE) > 0
        && change.multipliedBy(100).compareTo(before.multipliedBy(NOTICED_PERCENT)) > 0;
  }
}
