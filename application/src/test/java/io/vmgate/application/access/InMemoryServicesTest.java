package io.vmgate.application.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.application.access.ServicePublisher.Publication;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceStatus;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.InMemoryServices;
import io.vmgate.testkit.access.Publications;
import io.vmgate.testkit.access.ServiceInventoryContract;
import io.vmgate.testkit.access.ServicePublisherContract;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryServicesTest implements ServicePublisherContract, ServiceInventoryContract {
  private static final VmName WEB = new VmName("shop", "web-1");

  private final InMemoryServices services = new InMemoryServices(new ManualClock());

  @BeforeEach
  void prepare() {
    services.leaveOut(vm(), 8_080);
    services.forget(new VmId(new UUID(4, 4)));
  }

  @Override
  public InMemoryServices services() {
    return services;
  }

  @Override
  public ServicePublisher publisher() {
    return services;
  }

  @Override
  public VmId vm() {
    return VmBuilder.idOf(WEB);
  }

  @Override
  public VmName vmName() {
    return WEB;
  }

  @Override
  public VmName goneName() {
    return new VmName("shop", "gone");
  }

  @Override
  public void othersPublish(String name) {
    services.put(
        new AccessService(
            new ServiceId(new UUID(7, name.hashCode())),
            name,
            ServiceType.NODE_PORT,
            vm(),
            WEB,
            List.of(new PortMapping(null, Transport.TCP, 80, 80, 32_000)),
            InMemoryServices.NODE,
            List.of(),
            Readiness.NOT_READY,
            ManualClock.START,
            null));
  }

  @Test
  void standsAsTold() {
    Publication balanced = Publications.of(vm(), WEB).typed(ServiceType.LOAD_BALANCER).build();
    ServiceId id = services.publish(balanced).id();
    assertThat(first().status(VmStatus.RUNNING)).isEqualTo(ServiceStatus.PENDING);

    services.become(id, "192.0.2.4");
    assertThat(first().accessAddress()).isEqualTo("192.0.2.4:22");
    assertThat(first().status(VmStatus.RUNNING)).isEqualTo(ServiceStatus.RUNNING);

    services.become(id, Readiness.NOT_READY);
    assertThat(first().status(VmStatus.RUNNING)).isEqualTo(ServiceStatus.PENDING);
  }

  @Test
  void refusesOnceWhatItWasToldTo() {
    services.refuseNext(new PlatformFailure.ClusterRefused("no"));
    Publication publication = Publications.of(vm(), WEB).build();

    assertThatThrownBy(() -> services.publish(publication)).hasMessageContaining("no");
    assertThat(services.all()).isEmpty();
    assertThat(services.publish(publication)).isNotNull();
    assertThat(services.publications()).hasSize(2);
  }

  @Test
  void doesWhatNobodyIsToldOf() {
    services.failAfterNext(new PlatformFailure.ClusterTimedOut(Duration.ofSeconds(1)));
    Publication publication = Publications.of(vm(), WEB).build();

    assertThatThrownBy(() -> services.publish(publication)).hasMessageContaining("TimedOut");
    assertThat(services.all()).hasSize(1);
  }

  @Test
  void showsWhatItHasCaughtUpWith() {
    services.fallBehind();
    ServiceId id = services.publish(Publications.of(vm(), WEB).build()).id();
    assertThat(services.leadingTo(vm())).isEmpty();
    assertThat(services.awaitShown(id, Duration.ZERO)).isFalse();

    CompletableFuture<Boolean> shown =
        CompletableFuture.supplyAsync(() -> services.awaitShown(id, PATIENCE));
    services.catchUp();

    assertThat(shown.join()).isTrue();
  }

  private AccessService first() {
    return services.leadingTo(vm()).getFirst();
  }
}
