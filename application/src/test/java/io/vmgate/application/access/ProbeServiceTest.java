package io.vmgate.application.access;

import static io.vmgate.application.access.AccessFixture.ANN;
import static io.vmgate.application.access.AccessFixture.NOBODY;
import static io.vmgate.application.access.AccessFixture.VM;
import static io.vmgate.application.access.AccessFixture.failureOf;
import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vmgate.application.access.ProbeService.Check;
import io.vmgate.application.access.ProbeService.Report;
import io.vmgate.application.access.ProbeService.Where;
import io.vmgate.application.access.ReachabilityProbe.Answer;
import io.vmgate.application.access.ReachabilityProbe.Outcome;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.limit.LimitFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeServiceTest {
  private final AccessFixture access = new AccessFixture();

  @Test
  void triesTheAddressAndEachEndpoint() {
    AccessService service =
        put(aService("web").port(8080, 80, 30_080).ready("10.0.0.5", "10.0.0.6").build());
    access.probe.answer("192.168.1.200", 30_080, Answer.CONNECTED);
    access.probe.answer("10.0.0.5", 80, Answer.REFUSED);

    Report report = probe(service);

    assertThat(report.isReachable()).isTrue();
    assertThat(report.checks())
        .extracting(Check::where, Check::host, Check::port, check -> answer(check))
        .containsExactly(
            tuple(Where.ADDRESS, "192.168.1.200", 30_080, Answer.CONNECTED),
            tuple(Where.ENDPOINT, "10.0.0.5", 80, Answer.REFUSED),
            tuple(Where.ENDPOINT, "10.0.0.6", 80, Answer.TIMED_OUT));
  }

  @Test
  void doesNotTryWhatIsNowhere() {
    Report report = probe(put(aService("web").at(null).build()));

    assertThat(report.isReachable()).isFalse();
    assertThat(report.checks()).hasSize(2).allMatch(check -> check.outcome() == null);
    assertThat(access.probe.tried()).isEmpty();
  }

  @Test
  void doesNotTryDatagrams() {
    AccessService service = put(aService("dns").ready("10.0.0.5").build());
    AccessService datagrams =
        new AccessService(
            service.id(),
            service.name(),
            service.type(),
            service.vm(),
            service.vmName(),
            List.of(new PortMapping(null, Transport.UDP, 53, 53, 30_053)),
            service.host(),
            service.endpoints(),
            service.readiness(),
            service.createdAt(),
            service.terms());
    Report report = probe(put(datagrams));
    assertThat(report.isReachable()).isFalse();
    assertThat(access.probe.tried()).isEmpty();
  }

  @Test
  void triesNotMoreThanIsSensible() {
    AccessService service =
        put(
            aService("wide")
                .port(1, 1, 30_001)
                .port(2, 2, 30_002)
                .ready(IntStream.range(0, 40).mapToObj(i -> "10.0.0." + i).toArray(String[]::new))
                .build());
    assertThat(probe(service).checks()).hasSize(2 + 32);
  }

  @Test
  void limitsHowOftenAUserTries() {
    AccessService service = put(aService("web").build());
    for (int i = 0; i < 3; i++) {
      probe(service);
    }
    assertThat(failureOf(() -> probe(service))).isInstanceOf(LimitFailure.TooManyCalls.class);
    access.clock.advance(Duration.ofMinutes(1));
    probe(service);
  }

  @Test
  void refusesWhoMayNotAndWhatIsNot() {
    AccessService service = put(aService("web").build());
    String vm = VM.id().toString();
    assertThat(failureOf(() -> access.probeService.probe(NOBODY, vm, service.id().toString())))
        .isEqualTo(new AuthFailure.PermissionMissing(Permission.VM_QUERY));
    assertThat(failureOf(() -> access.probeService.probe(ANN, vm, "x")))
        .isEqualTo(new AccessFailure.NotFound("x"));
  }

  private AccessService put(AccessService service) {
    access.services.put(service);
    return service;
  }

  private Report probe(AccessService service) {
    return access.probeService.probe(ANN, VM.id().toString(), service.id().toString());
  }

  private static Answer answer(Check check) {
    Outcome outcome = check.outcome();
    if (outcome == null) {
      throw new AssertionError("not tried: " + check);
    }
    return outcome.answer();
  }
}
