package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Say who is on a machine's consoles.
 *
 * @param live the oldest first
 * @param latencies how long the way to a viewer and back takes, of those sessions that the server
 *     holds which is asked, once it was measured
 * @param lastEnded null when nobody ever was, or it is long forgotten
 */
public record ConsoleReport(
    List<ConsoleSession> live,
    Map<SessionId, Duration> latencies,
    @Nullable ConsoleSession lastEnded) {
  public ConsoleReport {
    live = List.copyOf(live);
    latencies = Map.copyOf(latencies);
  }
}
