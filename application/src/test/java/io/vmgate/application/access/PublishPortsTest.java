package io.vmgate.application.access;

import static io.vmgate.application.access.AccessFixture.ANN;
import static io.vmgate.application.access.AccessFixture.ELSEWHERE;
import static io.vmgate.application.access.AccessFixture.FOREIGN;
import static io.vmgate.application.access.AccessFixture.NOBODY;
import static io.vmgate.application.access.AccessFixture.STOPPED;
import static io.vmgate.application.access.AccessFixture.VIEWER;
import static io.vmgate.application.access.AccessFixture.VM;
import static io.vmgate.application.access.AccessFixture.allowing;
import static io.vmgate.application.access.AccessFixture.expiring;
import static io.vmgate.application.access.AccessFixture.failureOf;
import static io.vmgate.application.access.AccessFixture.keyed;
import static io.vmgate.application.access.AccessFixture.named;
import static io.vmgate.application.access.AccessFixture.request;
import static io.vmgate.application.access.AccessFixture.tcp;
import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.access.PublishPorts.Published;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.InMemoryServices;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishPortsTest {
  private final AccessFixture access = new AccessFixture();

  @Test
  void makesAServiceThatIsShownAtOnce() {
    Published published = access.publish(named("web"));

    AccessService service = published.answer().service();
    assertThat(published.machine()).isEqualTo(VmStatus.RUNNING);
    assertThat(service.name()).isEqualTo("web");
    assertThat(service.accessAddress())
        .isEqualTo(InMemoryServices.NODE + ":" + service.ports().getFirst().nodePort());
    assertThat(access.listAccessServices.list(ANN, VM.id().toString()).value().list())
        .containsExactly(service);
    assertThat(Objects.requireNonNull(service.terms()).madeBy()).isEqualTo("ann");
  }

  @Test
  void tellsInAnEventWhoMadeWhat() {
    AccessService service = access.publish(named("web")).answer().service();

    assertThat(access.book.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(EventType.PUBLISH);
              assertThat(event.operator()).isEqualTo("ann");
              assertThat(event.vm()).isEqualTo(VM.id());
              assertThat(event.origin())
                  .isEqualTo(new VmEvent.Origin.Access(service.id(), "web", ServiceType.NODE_PORT));
            });
  }

  @Test
  void makesANameThatTellsTheMachineAndIsLikeNoOther() {
    PortMapping port = tcp(8080, 80, null);
    String first = access.publish(request(ServiceType.NODE_PORT, port)).answer().service().name();
    String second = access.publish(request(ServiceType.CLUSTER_IP, port)).answer().service().name();

    assertThat(first).matches("web-1-np-[0-9a-f]{8}");
    assertThat(second).matches("web-1-ip-[0-9a-f]{8}");
  }

  @Test
  void publishesPortsOfAStoppedMachineToo() {
    Published published =
        access.publishPorts.publish(ANN, STOPPED.id().toString(), () -> named("later"));
    assertThat(published.machine()).isEqualTo(VmStatus.STOPPED);
  }

  @Test
  void answersWhatIsKnownWhenTheClusterIsSlowToShowIt() {
    access.services.fallBehind();
    AccessService service = access.publish(named("web")).answer().service();

    assertThat(service.name()).isEqualTo("web");
    assertThat(service.accessAddress()).isNull();
    assertThat(service.ports()).containsExactly(tcp(8080, 80, null));
  }

  @Test
  void refusesWhoMayNotInTheRightOrder() {
    String id = VM.id().toString();
    assertThat(failureOf(() -> access.publishPorts.publish(VIEWER, id, this::unread)))
        .isEqualTo(new AuthFailure.PermissionMissing(Permission.VM_SERVICE_CREATE));
    assertThat(failureOf(() -> access.publishPorts.publish(NOBODY, id, this::unread)))
        .isEqualTo(new AuthFailure.PermissionMissing(Permission.VM_QUERY));
    String foreign = FOREIGN.id().toString();
    assertThat(failureOf(() -> access.publishPorts.publish(ANN, foreign, this::unread)))
        .isEqualTo(new VmFailure.NotFound(foreign));
    access.inventory.become(new InventoryState.Unsynced("not read yet"));
    assertThat(failureOf(() -> access.publishPorts.publish(ANN, id, this::unread)))
        .isInstanceOf(PlatformFailure.ClusterUnreachable.class);
  }

  @Test
  void refusesAMachineThatNoServiceCanReach() {
    String id = ELSEWHERE.id().toString();
    assertThat(failureOf(() -> access.publishPorts.publish(ANN, id, () -> named("web"))))
        .isEqualTo(new AccessFailure.NoPodNetwork());
    assertThat(access.services.publications()).isEmpty();
  }

  @Test
  void refusesANameAndAPortThatAreTakenAndLeavesNothingBehind() {
    access.publish(named("web"));
    assertThat(failureOf(() -> access.publish(named("web"))))
        .isEqualTo(new AccessFailure.NameTaken("web"));

    access.publish(request(ServiceType.NODE_PORT, tcp(80, 80, 30_500)));
    assertThat(
            failureOf(
                () ->
                    access.publish(
                        request(ServiceType.NODE_PORT, tcp(81, 81, null), tcp(80, 80, 30_500)))))
        .isEqualTo(new AccessFailure.NodePortTaken(1, 30_500));
    assertThat(access.services.all()).hasSize(2);
    assertThat(access.book.events()).hasSize(2);
  }

  @Test
  void refusesWhatTheQuotaForbidsAllAtOnce() {
    access.quotas.set(
        ANN.tenant(),
        new TenantQuota(null, Set.of(ServiceType.NODE_PORT), new PortRange(30_100, 30_199)));
    AccessRequest request =
        new AccessRequest(
            ServiceType.LOAD_BALANCER,
            null,
            List.of(tcp(80, 80, 30_150), tcp(81, 81, 30_200)),
            new Expiry.At(ManualClock.START),
            List.of(),
            null,
            null);

    assertThat(failureOf(() -> access.publish(request)))
        .isEqualTo(
            new InvalidFields(
                List.of(
                    new FieldError("serviceType", FieldReason.NOT_ONE_OF, List.of("NodePort")),
                    new FieldError(
                        "ports[1].nodePort", FieldReason.OUT_OF_RANGE, List.of(30_100, 30_199)),
                    new FieldError("extra.expireTime", FieldReason.PAST, List.of()))));
  }

  @Test
  void choosesNodePortsFromTheTenantsOwn() {
    access.quotas.set(ANN.tenant(), new TenantQuota(null, Set.of(), new PortRange(30_100, 30_103)));
    access.publish(request(ServiceType.NODE_PORT, tcp(80, 80, 30_100), tcp(81, 81, null)));

    // Two of four are left, so that some tries meet one that is taken.
    AccessService second =
        access
            .publish(request(ServiceType.NODE_PORT, tcp(80, 80, null), tcp(81, 81, null)))
            .answer()
            .service();
    assertThat(access.services.all())
        .flatExtracting(AccessService::ports)
        .extracting(PortMapping::nodePort)
        .containsExactlyInAnyOrder(30_100, 30_101, 30_102, 30_103);
    assertThat(second.ports()).hasSize(2);
    assertThat(failureOf(() -> access.publish(request(ServiceType.NODE_PORT, tcp(1, 1, null)))))
        .isEqualTo(new AccessFailure.NodePortsUsedUp(new PortRange(30_100, 30_103)));
  }

  @Test
  void givesATenantNoMoreThanItsShare() {
    access.quotas.set(ANN.tenant(), new TenantQuota(2, Set.of(), null));
    access.publish(named("a"));
    access.services.fallBehind(); // the second is not shown, and counts all the same
    access.publish(named("b"));

    assertThat(failureOf(() -> access.publish(named("c"))))
        .isEqualTo(new AccessFailure.QuotaReached(2));

    access.services.catchUp();
    AccessService first = access.services.ours().getFirst();
    access.withdrawService.withdraw(ANN, VM.id().toString(), first.id().toString());
    assertThat(access.publish(named("c")).answer().service().name()).isEqualTo("c");
  }

  @Test
  void doesNotCountWhatFailed() {
    access.quotas.set(ANN.tenant(), new TenantQuota(1, Set.of(), null));
    access.services.refuseNext(new PlatformFailure.ClusterRefused("no"));
    assertThat(failureOf(() -> access.publish(named("a"))))
        .isEqualTo(new PlatformFailure.ClusterRefused("no"));
    assertThat(access.publish(named("a")).answer().service().name()).isEqualTo("a");
  }

  @Test
  void answersARepeatedRequestAsTheFirst() {
    Published first = access.publish(keyed("k", 8080));
    access.clock.advance(Duration.ofHours(2));

    assertThat(access.publish(keyed("k", 8080)).answer()).isEqualTo(first.answer());
    assertThat(access.services.all()).hasSize(1);
    assertThat(access.book.events()).hasSize(1);
    assertThat(failureOf(() -> access.publish(keyed("k", 8081))))
        .isEqualTo(new TaskFailure.KeyReused("k"));

    access.clock.advance(Duration.ofHours(23));
    assertThat(access.publish(keyed("k", 8081)).answer()).isNotEqualTo(first.answer());
  }

  @Test
  void findsWhatALostAnswerLeftWhenTheRequestIsRepeated() {
    PlatformFailure lost = new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5));
    access.services.failAfterNext(lost);
    assertThat(failureOf(() -> access.publish(keyed("k", 8080)))).isEqualTo(lost);
    assertThat(access.book.events()).isEmpty();

    Published second = access.publish(keyed("k", 8080));
    assertThat(access.services.all()).containsExactly(second.answer().service());
    assertThat(access.book.events()).hasSize(1);
  }

  @Test
  void guardsThePortsBeforeTheyAreReachable() {
    access.guard.refuseNext(new PlatformFailure.ClusterRefused("no policies here"));
    assertThat(failureOf(() -> access.publish(allowing(ServiceType.NODE_PORT, "192.0.2.0/24"))))
        .isInstanceOf(PlatformFailure.ClusterRefused.class);
    assertThat(access.services.all()).isEmpty();

    access.publish(allowing(ServiceType.NODE_PORT, "192.0.2.0/24"));
    assertThat(access.guard.admits(VM.name(), Transport.TCP, 80, "192.0.2.9")).isTrue();
    assertThat(access.guard.admits(VM.name(), Transport.TCP, 80, "198.51.100.9")).isFalse();
    assertThat(access.guard.admits(VM.name(), Transport.TCP, 22, "198.51.100.9")).isTrue();
  }

  @Test
  void leavesTheGuardOfAServiceToItselfWhenItsNameIsAskedForAgain() {
    access.publish(allowing(ServiceType.NODE_PORT, "192.0.2.0/24"));
    assertThat(failureOf(() -> access.publish(allowing(ServiceType.NODE_PORT, "0.0.0.0/0"))))
        .isEqualTo(new AccessFailure.NameTaken("guarded"));
    assertThat(access.guard.admits(VM.name(), Transport.TCP, 80, "192.0.2.9")).isTrue();
    assertThat(access.guard.admits(VM.name(), Transport.TCP, 80, "198.51.100.9")).isFalse();
  }

  @Test
  void undoesNothingOfTheFirstRequestWhenItsRepetitionIsRefused() {
    AccessRequest request = keyedAndAllowing("k", "192.0.2.0/24");
    access.services.failAfterNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5)));
    failureOf(() -> access.publish(request));
    access.services.refuseNext(new PlatformFailure.ClusterRefused("exceeded quota"));
    assertThat(failureOf(() -> access.publish(request)))
        .isEqualTo(new PlatformFailure.ClusterRefused("exceeded quota"));

    assertThat(access.guard.restrictions(VM.name())).hasSize(1);
    assertThat(access.publish(request).answer().service())
        .isEqualTo(access.services.all().getFirst());
  }

  @Test
  void asksForAPlaceAgainWhenTheFirstOnesWasGivenAway() {
    access.quotas.set(ANN.tenant(), new TenantQuota(1, Set.of(), null));
    access.services.refuseNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5)));
    failureOf(() -> access.publish(keyed("k", 8080)));
    access.clock.advance(Duration.ofMinutes(2));
    access.publish(named("other"));

    assertThat(failureOf(() -> access.publish(keyed("k", 8080))))
        .isEqualTo(new AccessFailure.QuotaReached(1));
  }

  @Test
  void makesNothingWhileServicesCannotBeSeen() {
    access.services.hide(true);
    assertThat(failureOf(() -> access.publish(named("web"))))
        .isInstanceOf(PlatformFailure.ClusterUnreachable.class);
    assertThat(failureOf(() -> access.listAccessServices.list(ANN, VM.id().toString())))
        .isInstanceOf(PlatformFailure.ClusterUnreachable.class);
    assertThat(access.services.all()).isEmpty();
  }

  @Test
  void opensThePortsAgainWhenThereIsNoServiceAfterAll() {
    access.services.refuseNext(new PlatformFailure.ClusterRefused("quota"));
    assertThat(failureOf(() -> access.publish(allowing(ServiceType.CLUSTER_IP, "192.0.2.0/24"))))
        .isEqualTo(new PlatformFailure.ClusterRefused("quota"));
    assertThat(access.guard.restrictions(VM.name())).isEmpty();

    access.services.failAfterNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(5)));
    failureOf(() -> access.publish(allowing(ServiceType.CLUSTER_IP, "192.0.2.0/24")));
    assertThat(access.guard.restrictions(VM.name())).hasSize(1); // perhaps there is one
  }

  @Test
  void choosesNoNodePortsForALoadBalancerThatSomeMayReach() {
    access.quotas.set(ANN.tenant(), new TenantQuota(null, Set.of(), new PortRange(30_100, 30_199)));
    access.publish(allowing(ServiceType.LOAD_BALANCER, "192.0.2.0/24"));
    assertThat(access.services.publications().getFirst().ports().getFirst().nodePort()).isNull();
  }

  @Test
  void leavesALoadBalancerToGuardItself() {
    access.publish(allowing(ServiceType.LOAD_BALANCER, "192.0.2.0/24"));
    assertThat(access.guard.restrictions(VM.name())).isEmpty();
    assertThat(access.services.publications().getFirst().terms().allowFrom()).hasSize(1);
  }

  @Test
  void remembersUntilWhenItWasMade() {
    access.publish(expiring("soon", new Expiry.After(Duration.ofMinutes(5))));
    assertThat(access.services.publications().getFirst().terms().expiresAt())
        .isEqualTo(ManualClock.START.plusSeconds(300));
  }

  @Test
  void warnsOfPortsThatTheCardLeavesOut() {
    access.services.leaveOut(VM.id(), 80);
    assertThat(access.publish(named("web")).answer().portsNotForwarded()).containsExactly(80);
  }

  @Test
  void makesNothingWhileTheDatabaseIsAway() {
    access.book.beAway(true);
    assertThat(failureOf(() -> access.publish(named("web"))))
        .isEqualTo(new PlatformFailure.DatabaseUnreachable());
    assertThat(access.services.all()).isEmpty();
  }

  @Test
  void findsTheOnePortThatIsFreeAmongManyThatOthersHave() {
    PortRange range = new PortRange(30_100, 30_199);
    access.quotas.set(ANN.tenant(), new TenantQuota(null, Set.of(), range));
    for (int port = range.first(); port <= range.last(); port++) {
      if (port != 30_142) {
        access.services.put(
            aService("theirs-" + port).of(FOREIGN).foreign().port(80, 80, port).build());
      }
    }
    assertThat(
            access
                .publish(request(ServiceType.NODE_PORT, tcp(80, 80, null)))
                .answer()
                .service()
                .ports()
                .getFirst()
                .nodePort())
        .isEqualTo(30_142);
  }

  private static AccessRequest keyedAndAllowing(String key, String block) {
    AccessRequest plain = allowing(ServiceType.NODE_PORT, block);
    return new AccessRequest(
        plain.type(), plain.name(), plain.ports(), null, plain.allowFrom(), null, key);
  }

  private AccessRequest unread() {
    throw new AssertionError("read before the caller was let through");
  }
}
