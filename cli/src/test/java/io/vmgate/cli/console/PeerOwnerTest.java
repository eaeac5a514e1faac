package io.vmgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as proc(5) prints them on a processor whose lowest byte comes first. */
class PeerOwnerTest {
  private static final int NOBODY = -1;
  private static final String HEADING =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid";
  private static final String MAPPED = "0000000000000000FFFF0000";

  private static String row(String local, String remote, String state, int owner) {
    return "   1: %s %s %s 00000000:00000000 00:00000000 00000000 %5d        0 4711 1"
        .formatted(local, remote, state, owner);
  }

  private static int owner(String... rows) {
    return owner("127.0.0.1", List.of(rows));
  }

  private static int owner(String peer, List<String> rows) {
    return PeerOwner.owner(
        rows,
        new InetSocketAddress(InetAddress.ofLiteral(peer), 0x9C40),
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0x1F90));
  }

  @ParameterizedTest
  @CsvSource({"'',''", MAPPED + "," + MAPPED})
  void knowsWhoseConnectionItIs(String near, String far) {
    assertThat(
            owner(
                HEADING,
                row("0100007F:1F90", "0100007F:9C40", "01", 1001),
                row(near + "0100007F:9C40", far + "0100007F:1F90", "01", 1000)))
        .isEqualTo(1000);
  }

  @Test
  void passesOverWhatHasTheSamePortsOfOtherAddresses() {
    assertThat(
            owner(
                row("0200007F:9C40", "0100007F:1F90", "01", 1000),
                row("0100007F:9C40", "0200007F:1F90", "01", 1000),
                row("B80D0120000000000000000001000000:9C40", MAPPED + "0100007F:1F90", "01", 1000),
                row("0100007F:9C40", "0100007F:1F90", "01", 1002)))
        .isEqualTo(1002);
    assertThat(owner(row("0200007F:9C40", "0100007F:1F90", "01", 1000))).isEqualTo(NOBODY);
  }

  @ParameterizedTest
  @CsvSource({"02", "03", "04", "05", "06", "07", "08", "0A"})
  void passesOverWhatIsNotConnectedAnyMore(String state) {
    assertThat(
            owner(
                row("0100007F:9C40", "0100007F:1F90", state, 0),
                row(MAPPED + "0100007F:9C40", MAPPED + "0100007F:1F90", "01", 1003)))
        .isEqualTo(1003);
    assertThat(owner(row("0100007F:9C40", "0100007F:1F90", state, 0))).isEqualTo(NOBODY);
  }

  @Test
  void knowsNobodyFromElsewhere() {
    assertThat(owner("127.0.0.2", List.of(row("0200007F:9C40", "0100007F:1F90", "01", 1000))))
        .isEqualTo(NOBODY);
  }
}
