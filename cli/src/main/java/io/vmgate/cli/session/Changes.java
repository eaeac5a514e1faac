package io.vmgate.cli.session;

import io.vmgate.cli.http.EventStream;
import io.vmgate.cli.http.EventStream.Event;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows the stream of changes over breaks, until whoever listens has heard enough. */
public final class Changes {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MOST_FAILURES = 30;

  private final Session session;
  private final Query query;

  /** Follow what this query lets through. */
  public Changes(Session session, Query query) {
    this.session = session;
    this.query = query;
  }

  /**
   * Listen.
   *
   * @param goOn is given each event, {@code ready} and {@code reset} too, and says whether to go on
   * @throws Refusal when the server says that coming again makes no sense, or does not come back
   */
  public void follow(Predicate<Event> goOn) {
    String lastId = "";
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try (EventStream stream = EventStream.open(session.api(), query, lastId)) {
        for (Event event = stream.next(); event != null; event = stream.next()) {
          failures = 0;
          lastId = stream.lastId();
          if (event.name().equals("bye")) {
            refuseIfForGood(event.data().path("reason").asString(""));
            break;
          }
          if (!goOn.test(event)) {
            return;
          }
        }
        lastId = stream.lastId();
        failures++;
      } catch (ServerErrorException refused) {
        if (!refused.error().passes()) {
          throw refused;
        }
        failures++;
      } catch (UnreachableException away) {
        failures++;
        session.trace().note(String.valueOf(away.getMessage()));
      }
      pause();
    }
    throw new Refusal(ExitCode.UNREACHABLE, session.texts().of("stream.lost"));
  }

  private void refuseIfForGood(@Nullable String reason) {
    switch (String.valueOf(reason)) {
      case "tokenExpired" -> {
        if (!session.api().renew()) {
          throw signedOut();
        }
      }
      case "tokenWithdrawn" -> throw signedOut();
      case "disabled", "permissionWithdrawn" ->
          throw new Refusal(ExitCode.FORBIDDEN, session.texts().of("stream.forbidden"));
      default -> {
        // Going on makes sense.
      }
    }
  }

  private Refusal signedOut() {
    return new Refusal(ExitCode.NOT_SIGNED_IN, session.texts().of("stream.signedOut"));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
