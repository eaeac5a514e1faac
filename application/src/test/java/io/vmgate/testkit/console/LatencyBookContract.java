package io.vmgate.testkit.console;

import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.console.LatencyBook;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everybody who keeps latencies for other servers does. */
public interface LatencyBookContract extends ConsoleBooks {
  Duration QUICK = Duration.ofNanos(1_234_000);
  Duration SLOW = Duration.ofMillis(250);

  /** The latencies of the sessions of these books. */
  LatencyBook latencies();

  @Test
  default void tellsWhatWasNotedLast() {
    ConsoleSession screen = begin(aTicket().build());
    ConsoleSession serial = begin(aTicket().to(ConsoleProtocol.SERIAL).build());
    latencies().note(ACME, Map.of(screen.id(), SLOW, serial.id(), SLOW));
    latencies().note(ACME, Map.of(screen.id(), QUICK));

    assertThat(latencies().noted(ACME, Set.of(screen.id(), serial.id())))
        .isEqualTo(Map.of(screen.id(), QUICK, serial.id(), SLOW));
    assertThat(latencies().noted(ACME, Set.of(serial.id()))).containsOnlyKeys(serial.id());
  }

  @Test
  default void knowsNothingOfWhatWasNotMeasuredOrIsNotThere() {
    ConsoleSession screen = begin(aTicket().build());
    SessionId nobody = new SessionId(new UUID(0, 1));
    latencies().note(ACME, Map.of(nobody, QUICK));

    assertThat(latencies().noted(ACME, Set.of(screen.id(), nobody))).isEmpty();
    assertThat(latencies().noted(ACME, Set.of())).isEmpty();
  }

  @Test
  default void notesNothingOfASessionThatHasEnded() {
    ConsoleSession screen = begin(aTicket().build());
    sessions().end(ACME, screen.vm(), _ -> true, new EndReason.Disconnected("bob"), START);

    latencies().note(ACME, Map.of(screen.id(), QUICK));

    assertThat(latencies().noted(ACME, Set.of(screen.id()))).isEmpty();
  }

  @Test
  default void hidesLatenciesFromOtherTenants() {
    ConsoleSession screen = begin(aTicket().build());
    latencies().note(ACME, Map.of(screen.id(), QUICK));

    latencies().note(GLOBEX, Map.of(screen.id(), SLOW));

    assertThat(latencies().noted(GLOBEX, Set.of(screen.id()))).isEmpty();
    assertThat(latencies().noted(ACME, Set.of(screen.id()))).containsValue(QUICK);
  }
}
