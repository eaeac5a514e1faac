package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Say who is on a machine's consoles.
 *
 * @param live the oldest first
 * @param lastEnded null when nobody ever was, or it is long forgotten
 */
public record ConsoleReport(List<ConsoleSession> live, @Nullable ConsoleSession lastEnded) {
  public ConsoleReport {
    live = List.copyOf(live);
  }
}
