package io.vmgate.testkit.access;

import static io.vmgate.testkit.access.Publications.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.access.ServicePublisher;
import io.vmgate.application.access.ServicePublisher.Publication;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everybody does who knows services. Each test begins without services. */
public interface ServiceInventoryContract {
  Duration PATIENCE = Duration.ofSeconds(20);

  ServiceInventory services();

  /** Makes services that are shown soon after. */
  ServicePublisher publisher();

  /** A machine that is shown. */
  VmId vm();

  VmName vmName();

  /** Others make a NodePort that leads to the machine. */
  void othersPublish(String name);

  @Test
  default void showsWhatWasMade() {
    Publication publication =
        publication()
            .leading(
                new PortMapping("ssh", Transport.TCP, 22, 22, 31_022),
                new PortMapping("dns", Transport.UDP, 53, 5_353, 31_053))
            .until(Instant.parse("2027-01-01T00:00:00.25Z"))
            .from("10.0.0.0/8", "2001:db8::/32")
            .with("{\"ticket\":\"4711, “ü”\"}")
            .build();
    ServiceId id = publish(publication);

    assertThat(services().leadingTo(vm()))
        .singleElement()
        .satisfies(
            service -> {
              assertThat(service.id()).isEqualTo(id);
              assertThat(service.name()).isEqualTo("web-1-ssh");
              assertThat(service.type()).isEqualTo(ServiceType.NODE_PORT);
              assertThat(service.vm()).isEqualTo(vm());
              assertThat(service.vmName()).isEqualTo(vmName());
              assertThat(service.ports()).isEqualTo(publication.ports());
              assertThat(service.terms()).isEqualTo(publication.terms());
              assertThat(service.isOurs()).isTrue();
            });
  }

  @Test
  default void showsPortsThatTheClusterChose() {
    publish(publication().leading(tcp(80, 8_080)).build());

    assertThat(services().leadingTo(vm()).getFirst().ports())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.targetPort()).isEqualTo(8_080);
              assertThat(port.nodePort()).isBetween(30_000, 32_767);
            });
  }

  @Test
  default void namesPortsThatHaveToBeToldApart() {
    publish(
        publication()
            .leading(tcp(80, 80), new PortMapping(null, Transport.UDP, 53, 53, null))
            .build());

    assertThat(services().leadingTo(vm()).getFirst().ports())
        .extracting(PortMapping::name)
        .containsExactly("tcp-80", "udp-53");
  }

  @Test
  default void listsThoseFromOutsideFirst() {
    publish(publication().named("a-inside").typed(ServiceType.CLUSTER_IP).build());
    publish(publication().named("b-outside").build());

    assertThat(services().leadingTo(vm()))
        .extracting(AccessService::name)
        .containsExactly("b-outside", "a-inside");
  }

  @Test
  default void showsThoseOfOthersAsNotOurs() {
    publish(publication().named("ours").build());
    othersPublish("theirs");

    List<AccessService> all = services().leadingTo(vm());
    assertThat(all).extracting(AccessService::name).containsExactlyInAnyOrder("ours", "theirs");
    assertThat(all)
        .filteredOn(service -> service.name().equals("theirs"))
        .allSatisfy(service -> assertThat(service.terms()).isNull());
    assertThat(services().ours()).extracting(AccessService::name).containsExactly("ours");
  }

  @Test
  default void forgetsWhatWasRemoved() {
    ServiceId id = publish(publication().build());
    publisher().withdraw(services().leadingTo(vm()).getFirst());

    assertThat(services().awaitGone(id, PATIENCE)).isTrue();
    assertThat(services().leadingTo(vm())).isEmpty();
    assertThat(services().ours()).isEmpty();
  }

  @Test
  default void waitsNoLongerThanToldTo() {
    ServiceId id = publish(publication().build());

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          ServiceId unknown = new ServiceId(new UUID(9, 9));
          assertThat(services().awaitShown(unknown, Duration.ofMillis(20))).isFalse();
          assertThat(services().awaitGone(id, Duration.ofMillis(20))).isFalse();
          assertThat(services().awaitGone(unknown, Duration.ofDays(1))).isTrue();
          assertThat(services().awaitShown(id, Duration.ofDays(1))).isTrue();
        });
  }

  @Test
  default void knowsNothingOfAnUnknownMachine() {
    publish(publication().build());

    assertThat(services().leadingTo(new VmId(new UUID(9, 9)))).isEmpty();
  }

  private Publications publication() {
    return Publications.of(vm(), vmName());
  }

  private ServiceId publish(Publication publication) {
    ServiceId id = publisher().publish(publication).id();
    assertThat(services().awaitShown(id, PATIENCE)).isTrue();
    return id;
  }
}
