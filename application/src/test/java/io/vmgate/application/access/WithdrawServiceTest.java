package io.vmgate.application.access;

import static io.vmgate.application.access.AccessFixture.ANN;
import static io.vmgate.application.access.AccessFixture.STOPPED;
import static io.vmgate.application.access.AccessFixture.VIEWER;
import static io.vmgate.application.access.AccessFixture.VM;
import static io.vmgate.application.access.AccessFixture.allowing;
import static io.vmgate.application.access.AccessFixture.failureOf;
import static io.vmgate.application.access.AccessFixture.named;
import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WithdrawServiceTest {
  private final AccessFixture access = new AccessFixture();

  @Test
  void removesTheServiceWithItsGuardAndTellsIt() {
    AccessService service =
        access.publish(allowing(ServiceType.NODE_PORT, "192.0.2.0/24")).answer().service();

    withdraw(service);

    assertThat(access.services.all()).isEmpty();
    assertThat(access.guard.restrictions(VM.name())).isEmpty();
    assertThat(access.book.events())
        .extracting(VmEvent::type)
        .containsExactly(EventType.PUBLISH, EventType.UNPUBLISH);
    assertThat(failureOf(() -> withdraw(service)))
        .isEqualTo(new AccessFailure.NotFound(service.id().toString()));
  }

  @Test
  void leavesServicesOfOthersAlone() {
    AccessService theirs = aService("theirs").of(VM).foreign().build();
    access.services.put(theirs);
    assertThat(failureOf(() -> withdraw(theirs))).isEqualTo(new AccessFailure.NotOurs("theirs"));
    assertThat(access.services.all()).containsExactly(theirs);
  }

  @Test
  void findsNoServiceOfAnotherMachine() {
    AccessService service = access.publish(named("web")).answer().service();
    String id = service.id().toString();
    assertThat(failureOf(() -> access.withdrawService.withdraw(ANN, STOPPED.id().toString(), id)))
        .isEqualTo(new AccessFailure.NotFound(id));
    assertThat(failureOf(() -> access.withdrawService.withdraw(ANN, VM.id().toString(), "x")))
        .isEqualTo(new AccessFailure.NotFound("x"));
    assertThat(failureOf(() -> access.withdrawService.withdraw(VIEWER, VM.id().toString(), id)))
        .isEqualTo(new AuthFailure.PermissionMissing(Permission.VM_SERVICE_DELETE));
  }

  @Test
  void canBeRepeatedAfterALostAnswer() {
    AccessService service =
        access.publish(allowing(ServiceType.NODE_PORT, "192.0.2.0/24")).answer().service();
    PlatformFailure lost = new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5));
    access.services.fallBehind();
    access.services.failAfterNext(lost);
    assertThat(failureOf(() -> withdraw(service))).isEqualTo(lost);
    assertThat(access.guard.restrictions(VM.name())).hasSize(1);

    withdraw(service); // it is still shown, and gone already

    assertThat(access.guard.restrictions(VM.name())).isEmpty();
    assertThat(removals()).extracting(VmEvent::status).containsExactly(TaskStatus.SUCCESS);
  }

  @Test
  void tellsARemovalWhoseAnswerWasLost() {
    AccessService service = access.publish(named("web")).answer().service();
    access.services.failAfterNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5)));
    failureOf(() -> withdraw(service));
    assertThat(removals()).extracting(VmEvent::status).containsExactly(TaskStatus.RUNNING);

    ExpireServices onDuty = access.expireServices(new UUID(1, 1));
    onDuty.expire();
    assertThat(removals()).extracting(VmEvent::status).containsExactly(TaskStatus.RUNNING);
    access.clock.advance(Duration.ofMinutes(2));
    onDuty.expire();
    assertThat(removals())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.status()).isEqualTo(TaskStatus.SUCCESS);
              assertThat(event.operator()).isEqualTo("ann");
            });
  }

  @Test
  void tellsARemovalThatTheClusterRefused() {
    AccessService service = access.publish(named("web")).answer().service();
    access.services.refuseNext(new PlatformFailure.ClusterRefused("forbidden"));
    failureOf(() -> withdraw(service));
    assertThat(removals()).extracting(VmEvent::status).containsExactly(TaskStatus.FAILED);
  }

  private List<VmEvent> removals() {
    return access.book.events().stream()
        .filter(event -> event.type() == EventType.UNPUBLISH)
        .toList();
  }

  private void withdraw(AccessService service) {
    access.withdrawService.withdraw(ANN, VM.id().toString(), service.id().toString());
  }
}
