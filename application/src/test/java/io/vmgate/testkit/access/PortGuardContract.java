package io.vmgate.testkit.access;

import static io.vmgate.testkit.access.Publications.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.access.PortGuard;
import io.vmgate.application.access.PortGuard.Restricted;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What everybody does who guards ports. Each test begins with everything open. */
public interface PortGuardContract {
  String INSIDE = "10.1.2.3";
  String BRANCH = "192.168.7.9";
  String OUTSIDE = "198.51.100.7";

  PortGuard guard();

  VmId vm();

  VmName vmName();

  /** Whether the guard lets the address reach the machine's port. */
  boolean admits(Transport transport, int port, String from);

  @Test
  default void letsOnlyStatedAddressesReachAPort() {
    restrict("ssh", tcp(2_222, 22), "10.0.0.0/8");

    assertThat(admits(Transport.TCP, 22, INSIDE)).isTrue();
    assertThat(admits(Transport.TCP, 22, OUTSIDE)).isFalse();
    assertThat(admits(Transport.TCP, 22, "2001:db8::1")).isFalse();
  }

  @Test
  default void listsForWhichServicesPortsAreRestricted() {
    assertThat(guard().restricted()).isEmpty();
    restrict("ssh", tcp(2_222, 22), "10.0.0.0/8");
    restrict("web", tcp(8_080, 80), "10.0.0.0/8");
    assertThat(guard().restricted())
        .containsExactlyInAnyOrder(
            new Restricted(vmName(), "ssh"), new Restricted(vmName(), "web"));
    guard().lift(vmName(), "ssh");
    assertThat(guard().restricted()).containsExactly(new Restricted(vmName(), "web"));
  }

  @Test
  default void leavesEveryOtherPortOpen() {
    restrict("ssh", tcp(2_222, 22), "10.0.0.0/8");
    restrict("edges", List.of(tcp(1, 1), tcp(9, 65_535), tcp(80, 23)), "10.0.0.0/8");

    for (int port : new int[] {2, 21, 24, 2_222, 65_534}) {
      assertThat(admits(Transport.TCP, port, OUTSIDE)).as("port %s", port).isTrue();
    }
    for (int port : new int[] {1, 22, 23, 65_535}) {
      assertThat(admits(Transport.TCP, port, OUTSIDE)).as("port %s", port).isFalse();
    }
    assertThat(admits(Transport.UDP, 22, OUTSIDE)).isTrue();
    assertThat(admits(Transport.SCTP, 22, OUTSIDE)).isTrue();
  }

  @Test
  default void admitsWhomeverAnyServiceAdmits() {
    restrict("ssh", tcp(22, 22), "10.0.0.0/8");
    restrict("ssh-branch", tcp(22, 22), "192.168.7.0/24");

    assertThat(admits(Transport.TCP, 22, INSIDE)).isTrue();
    assertThat(admits(Transport.TCP, 22, BRANCH)).isTrue();
    assertThat(admits(Transport.TCP, 22, OUTSIDE)).isFalse();

    guard().lift(vmName(), "ssh");

    assertThat(admits(Transport.TCP, 22, INSIDE)).isFalse();
    assertThat(admits(Transport.TCP, 22, BRANCH)).isTrue();
  }

  @Test
  default void replacesWhatWasSaidBefore() {
    restrict("ssh", tcp(22, 22), "10.0.0.0/8");
    restrict("ssh", new PortMapping(null, Transport.UDP, 53, 5_353, null), "192.168.7.0/24");

    assertThat(admits(Transport.TCP, 22, OUTSIDE)).isTrue();
    assertThat(admits(Transport.UDP, 5_353, OUTSIDE)).isFalse();
    assertThat(admits(Transport.UDP, 5_353, BRANCH)).isTrue();
    assertThat(admits(Transport.UDP, 5_352, OUTSIDE)).isTrue();
  }

  @Test
  default void opensEverythingAgain() {
    restrict("ssh", tcp(22, 22), "10.0.0.0/8");

    guard().lift(vmName(), "ssh");
    guard().lift(vmName(), "ssh");

    assertThat(admits(Transport.TCP, 22, OUTSIDE)).isTrue();
  }

  @Test
  default void liftsWhatNobodyRestricted() {
    restrict("ssh", tcp(22, 22), "10.0.0.0/8");

    guard().lift(vmName(), "other");
    guard().lift(new VmName(vmName().namespace(), "nobody"), "ssh");

    assertThat(admits(Transport.TCP, 22, OUTSIDE)).isFalse();
  }

  @Test
  default void losesNothingOfSimultaneousChanges() {
    List<Integer> ports = Stream.iterate(7_001, port -> port + 1).limit(6).toList();

    ports.parallelStream().forEach(port -> restrict("to-" + port, tcp(port, port), "10.0.0.0/8"));
    for (int port : ports) {
      assertThat(admits(Transport.TCP, port, OUTSIDE)).as("port %s", port).isFalse();
    }

    ports.parallelStream().forEach(port -> guard().lift(vmName(), "to-" + port));
    for (int port : ports) {
      assertThat(admits(Transport.TCP, port, OUTSIDE)).as("port %s", port).isTrue();
    }
  }

  @Test
  default void refusesAMachineThatIsNoMore() {
    VmId gone = new VmId(new UUID(4, 4));

    FailureException refused =
        catchThrowableOfType(
            FailureException.class,
            () ->
                guard()
                    .restrict(
                        gone,
                        goneName(),
                        "ssh",
                        List.of(tcp(22, 22)),
                        List.of(AddressBlock.parse("10.0.0.0/8").orElseThrow())));
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.failure()).isEqualTo(new VmFailure.NotFound(gone.toString()));
  }

  /** A name that the machine of id 4, 4 might have had. */
  VmName goneName();

  private void restrict(String service, PortMapping port, String... blocks) {
    restrict(service, List.of(port), blocks);
  }

  private void restrict(String service, List<PortMapping> ports, String... blocks) {
    guard()
        .restrict(
            vm(),
            vmName(),
            service,
            ports,
            Stream.of(blocks).map(block -> AddressBlock.parse(block).orElseThrow()).toList());
  }
}
