package io.vmgate.application.access;

import static io.vmgate.application.access.AccessFixture.VM;
import static io.vmgate.application.access.AccessFixture.allowing;
import static io.vmgate.application.access.AccessFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.ServiceType;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiftStaleRestrictionsTest {
  private final AccessFixture access = new AccessFixture();
  private final LiftStaleRestrictions one = liftStaleRestrictions(new UUID(1, 1));
  private final LiftStaleRestrictions two = liftStaleRestrictions(new UUID(2, 2));

  /** A service that is there, and one whose answer was lost before it was made. */
  @BeforeEach
  void publish() {
    access.publish(allowing(ServiceType.NODE_PORT, "192.0.2.0/24"));
    access.services.refuseNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5)));
    failureOf(
        () ->
            access.publishPorts.publish(
                AccessFixture.ANN,
                AccessFixture.STOPPED.id().toString(),
                () -> allowing(ServiceType.NODE_PORT, "192.0.2.0/24")));
    assertThat(access.guard.restricted()).hasSize(2);
  }

  @Test
  void liftsWhatHasBelongedToNoServiceForAWhile() {
    assertThat(one.lift()).isZero();
    access.clock.advance(Duration.ofMinutes(2));
    assertThat(one.lift()).isZero();
    access.clock.advance(Duration.ofMinutes(2));
    assertThat(one.lift()).isEqualTo(1);
    assertThat(access.guard.restricted())
        .extracting(PortGuard.Restricted::vm)
        .containsExactly(VM.name());
  }

  @Test
  void judgesOnlyWhatItSeesItself() {
    one.lift();
    access.clock.advance(Duration.ofMinutes(3));
    access.inventory.become(new InventoryState.Unsynced("not read yet"));
    assertThat(one.lift()).isZero();
    access.services.hide(true);
    access.inventory.become(new InventoryState.Live());
    for (int i = 0; i < 5; i++) {
      assertThat(one.lift()).isZero();
      access.clock.advance(Duration.ofMinutes(2));
    }
    access.services.hide(false);
    access.inventory.become(new InventoryState.Live());
    assertThat(two.lift()).isZero();
    assertThat(one.lift()).isZero(); // it begins to wait anew
    assertThat(access.guard.restricted()).hasSize(2);
  }

  private LiftStaleRestrictions liftStaleRestrictions(UUID replica) {
    return new LiftStaleRestrictions(
        access.duties, replica, access.inventory, access.services, access.guard, access.clock);
  }
}
