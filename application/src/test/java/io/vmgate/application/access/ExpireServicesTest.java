package io.vmgate.application.access;

import static io.vmgate.application.access.AccessFixture.VM;
import static io.vmgate.application.access.AccessFixture.expiring;
import static io.vmgate.application.access.AccessFixture.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpireServicesTest {
  private final AccessFixture access = new AccessFixture();
  private final ExpireServices one = access.expireServices(new UUID(1, 1));
  private final ExpireServices two = access.expireServices(new UUID(2, 2));

  @BeforeEach
  void publish() {
    access.publish(named("lasting"));
    access.publish(expiring("a", new Expiry.After(Duration.ofMinutes(5))));
    access.publish(expiring("b", new Expiry.After(Duration.ofMinutes(6))));
  }

  @Test
  void removesWhatHasExpiredAndNothingElse() {
    assertThat(one.expire()).isZero();
    access.clock.advance(Duration.ofMinutes(5));
    assertThat(one.expire()).isEqualTo(1);
    assertThat(access.services.all())
        .extracting(AccessService::name)
        .containsExactly("lasting", "b");
    assertThat(expiries())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.vm()).isEqualTo(VM.id());
              assertThat(event.operator()).isEqualTo(VmEvent.SYSTEM);
              assertThat(event.status()).isEqualTo(TaskStatus.SUCCESS);
            });
  }

  @Test
  void leavesItToTheOneThatHasTheDutyWhileThatLives() {
    one.expire();
    access.clock.advance(Duration.ofMinutes(5).minusSeconds(10));
    one.expire();
    access.clock.advance(ExpireServices.INTERVAL);
    assertThat(two.expire()).isZero();
    assertThat(one.expire()).isEqualTo(1);

    // The first is heard of no more: within a minute the other does it.
    access.clock.advance(Duration.ofMinutes(1));
    assertThat(two.expire()).isEqualTo(1);
    assertThat(expiries()).hasSize(2);
  }

  @Test
  void triesAgainWhatCouldNotBeRemovedAndTellsItOnce() {
    access.clock.advance(Duration.ofMinutes(6));
    access.services.refuseNext(new PlatformFailure.ClusterUnreachable("away"));
    assertThat(one.expire()).isEqualTo(1); // the other one
    assertThat(expiries())
        .extracting(VmEvent::status)
        .containsExactlyInAnyOrder(TaskStatus.RUNNING, TaskStatus.SUCCESS);

    assertThat(one.expire()).isEqualTo(1);
    assertThat(expiries()).hasSize(2).allMatch(event -> event.status() == TaskStatus.SUCCESS);
    assertThat(access.services.all()).hasSize(1);
  }

  @Test
  void endsTheEventOfARemovalThatADeadReplicaBegan() {
    access.clock.advance(Duration.ofMinutes(5));
    access.services.failAfterNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5)));
    assertThat(one.expire()).isZero(); // it is gone, and this one never hears of it
    assertThat(expiries()).extracting(VmEvent::status).containsExactly(TaskStatus.RUNNING);

    access.clock.advance(Duration.ofMinutes(2));
    two.expire();
    assertThat(expiries()).hasSize(2).allMatch(event -> event.status() == TaskStatus.SUCCESS);
  }

  @Test
  void waitsUntilItKnowsTheCluster() {
    access.clock.advance(Duration.ofMinutes(6));
    access.inventory.become(new InventoryState.Unsynced("not read yet"));
    assertThat(one.expire()).isZero();
    assertThat(two.expire()).isZero();
    access.inventory.become(new InventoryState.Live());
    assertThat(one.expire()).isEqualTo(2);
  }

  private List<VmEvent> expiries() {
    return access.book.events().stream()
        .filter(event -> event.type() == EventType.SERVICE_EXPIRED)
        .toList();
  }
}
