package io.vmgate.application.console;

import static io.vmgate.application.console.ConsoleFixture.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmgate.application.console.ConsoleFixture.Connection;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellLatenciesTest {
  private final ConsoleFixture on = new ConsoleFixture();
  private final LiveConsoles live = new LiveConsoles();
  private final List<Map<SessionId, Duration>> notes = new ArrayList<>();
  private final TellLatencies latencies = new TellLatencies(live, new CountedBook());
  private final ConsoleSession screen = on.begin(on.ann, ConsoleProtocol.VNC, HERE);
  private final ConsoleSession serial = on.begin(on.ann, ConsoleProtocol.SERIAL, HERE);
  private SessionMeter meter;

  @BeforeEach
  void connect() {
    meter = Objects.requireNonNull(live.add(new Connection(screen)));
    live.add(new Connection(serial));
  }

  @Test
  void tellsWhatWasMeasuredAndNothingOfTheRest() {
    latencies.tell();
    assertThat(notes).isEmpty();

    meter.roundTrip(Duration.ofMillis(12));
    latencies.tell();

    assertThat(on.consoles.noted(on.ann.tenant(), Set.of(screen.id(), serial.id())))
        .isEqualTo(Map.of(screen.id(), Duration.ofMillis(12)));
  }

  @ParameterizedTest
  @CsvSource({"100, 100, 1", "100, 120, 1", "100, 126, 2", "100, 70, 2", "1, 2, 1", "1, 3, 2"})
  void tellsOnlyWhatAPersonWouldNotice(long firstMillis, long thenMillis, int told) {
    meter.roundTrip(Duration.ofMillis(firstMillis));
    latencies.tell();
    meter.roundTrip(Duration.ofMillis(thenMillis));
    latencies.tell();

    assertThat(notes).hasSize(told);
  }

  @Test
  void measuresAgainstWhatItTold() {
    for (long millis : new long[] {100, 110, 120, 130, 140}) {
      meter.roundTrip(Duration.ofMillis(millis));
      latencies.tell();
    }

    assertThat(notes)
        .containsExactly(
            Map.of(screen.id(), Duration.ofMillis(100)),
            Map.of(screen.id(), Duration.ofMillis(130)));
  }

  @Test
  void tellsLaterWhatItCouldNotTell() {
    meter.roundTrip(Duration.ofMillis(12));
    on.consoles.beAway(true);
    assertThatExceptionOfType(FailureException.class).isThrownBy(latencies::tell);
    on.consoles.beAway(false);

    latencies.tell();

    assertThat(on.consoles.noted(on.ann.tenant(), Set.of(screen.id()))).hasSize(1);
  }

  /** The fixture's own, which remembers what it was told. */
  private final class CountedBook implements LatencyBook {
    @Override
    public void note(TenantId tenant, Map<SessionId, Duration> measured) {
      on.consoles.note(tenant, measured);
      notes.add(measured);
    }

    @Override
    public Map<SessionId, Duration> noted(TenantId tenant, Set<SessionId> sessions) {
      return on.consoles.noted(tenant, sessions);
    }
  }
}
