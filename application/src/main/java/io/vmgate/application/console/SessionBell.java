package io.vmgate.application.console;

import io.vmgate.application.bus.Doorbell;
import io.vmgate.application.bus.Doorbell.Hearing;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.console.SessionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all of the platform's servers that sessions were ended by order, so that whoever holds
 * their connections looks at once. Nothing is lost when it is not heard: the orders themselves are
 * written down, and each server reads them every few seconds anyway.
 */
public final class SessionBell {
  private static final Logger LOG = LoggerFactory.getLogger(SessionBell.class);
  private static final String CHANNEL = "console_session";
  private static final String SEPARATOR = ",";
  private static final int MOST_IDS = Doorbell.MOST_BYTES / 37; // a UUID and what separates it

  private final Doorbell doorbell;

  public SessionBell(Doorbell doorbell) {
    this.doorbell = doorbell;
  }

  /** Tell of these sessions; throws nothing, whether anybody hears it or not. */
  public void ring(Collection<SessionId> ended) {
    List<SessionId> left = new ArrayList<>(ended);
    try {
      while (!left.isEmpty()) {
        List<SessionId> some = left.subList(0, Math.min(MOST_IDS, left.size()));
        doorbell.ring(
            CHANNEL, some.stream().map(SessionId::toString).collect(Collectors.joining(SEPARATOR)));
        some.clear();
      }
    } catch (FailureException away) {
      LOG.warn(
          "servers hear of {} ended sessions a little later: {}", left.size(), away.getMessage());
    }
  }

  /**
   * Hear of sessions from now on, until the answer is closed.
   *
   * @param ended is told of those that were ended, which need not be on this server
   * @param missed is told when some may not have been heard of
   */
  Hearing listen(Consumer<Set<SessionId>> ended, Runnable missed) {
    return doorbell.listen(
        CHANNEL,
        new Doorbell.Listener() {
          @Override
          public void rung(String payload) {
            ended.accept(
                Arrays.stream(payload.split(SEPARATOR))
                    .map(text -> new SessionId(UUID.fromString(text)))
                    .collect(Collectors.toUnmodifiableSet()));
          }

          @Override
          public void mayHaveMissed() {
            missed.run();
          }
        });
  }
}
