package io.vmgate.testkit.access;

import static io.vmgate.testkit.access.Publications.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.access.ServicePublisher;
import io.vmgate.application.access.ServicePublisher.Made;
import io.vmgate.application.access.ServicePublisher.Publication;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What everybody does who publishes. Each test begins without services. */
public interface ServicePublisherContract {
  ServicePublisher publisher();

  /** A machine whose card lets ports 22, 80 and 443 of TCP through, and no other. */
  VmId vm();

  VmName vmName();

  @Test
  default void findsAgainWhatWasMadeForTheSameRequest() {
    Publication publication = publication().build();
    Made first = publisher().publish(publication);

    assertThat(publisher().publish(publication)).isEqualTo(first);
  }

  @Test
  default void findsItAgainAlsoWithAPortOfTheNodes() {
    Publication publication = publication().leading(onNodes(80, 31_080)).build();
    Made first = publisher().publish(publication);

    assertThat(publisher().publish(publication)).isEqualTo(first);
  }

  @Test
  default void refusesANameThatIsTaken() {
    publisher().publish(publication().forRequest(new UUID(0, 1)).build());

    assertThatFailure(() -> publisher().publish(publication().forRequest(new UUID(0, 2)).build()))
        .isEqualTo(new AccessFailure.NameTaken("web-1-ssh"));
  }

  @Test
  default void namesTheNameWhenItsPortOfTheNodesIsTakenWithIt() {
    Publications publication = publication().leading(onNodes(80, 31_080));
    publisher().publish(publication.forRequest(new UUID(0, 1)).build());

    assertThatFailure(() -> publisher().publish(publication.forRequest(new UUID(0, 2)).build()))
        .isEqualTo(new AccessFailure.NameTaken("web-1-ssh"));
  }

  @Test
  default void saysWhichPortOfTheNodesIsTaken() {
    publisher().publish(publication().named("first").leading(onNodes(80, 31_080)).build());
    Publication second =
        publication()
            .named("second")
            .leading(named("a", onNodes(443, 31_443)), named("b", onNodes(80, 31_080)))
            .build();

    assertThatFailure(() -> publisher().publish(second))
        .isEqualTo(new AccessFailure.NodePortTaken(1, 31_080));
  }

  @Test
  default void makesNothingOfARefusedRequest() {
    publisher().publish(publication().named("first").leading(onNodes(80, 31_080)).build());
    Publication second = publication().named("second").leading(onNodes(80, 31_080)).build();
    assertThatFailure(() -> publisher().publish(second))
        .isInstanceOf(AccessFailure.NodePortTaken.class);

    Publication free = publication().named("second").leading(onNodes(80, 31_081)).build();
    assertThat(publisher().publish(free).portsNotForwarded()).isEmpty();
  }

  @Test
  default void makesEveryType() {
    for (ServiceType type : ServiceType.values()) {
      String name = "web-1-" + type.wireName().toLowerCase(Locale.ROOT);
      Publication publication = publication().named(name).typed(type).build();
      Made made = publisher().publish(publication);
      assertThat(publisher().withdraw(Publications.shown(publication, made))).isTrue();
    }
  }

  @Test
  default void refusesAMachineThatIsNoMore() {
    VmId gone = new VmId(new UUID(4, 4));

    assertThatFailure(() -> publisher().publish(Publications.of(gone, goneName()).build()))
        .isEqualTo(new VmFailure.NotFound(gone.toString()));
  }

  /** A name that the machine of id 4, 4 might have had. */
  VmName goneName();

  @Test
  default void removesOnce() {
    Publication publication = publication().build();
    AccessService service = Publications.shown(publication, publisher().publish(publication));

    assertThat(publisher().withdraw(service)).isTrue();
    assertThat(publisher().withdraw(service)).isFalse();
  }

  @Test
  default void removesNoOtherOfTheSameName() {
    Publication publication = publication().build();
    AccessService first = Publications.shown(publication, publisher().publish(publication));
    publisher().withdraw(first);
    AccessService second = Publications.shown(publication, publisher().publish(publication));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(publisher().withdraw(first)).isFalse();
    assertThat(publisher().withdraw(second)).isTrue();
  }

  @Test
  default void tellsWhereNothingArrives() {
    assertThat(publisher().publish(publication().build()).portsNotForwarded()).isEmpty();
    Publication some =
        publication()
            .named("some")
            .leading(
                named("ssh", tcp(22, 22)), named("alt", tcp(81, 8_080)), named("web", tcp(80, 80)))
            .build();

    assertThat(publisher().publish(some).portsNotForwarded()).containsExactly(8_080);
  }

  private Publications publication() {
    return Publications.of(vm(), vmName());
  }

  private static PortMapping onNodes(int port, int nodePort) {
    return new PortMapping(null, Transport.TCP, port, port, nodePort);
  }

  private static PortMapping named(String name, PortMapping port) {
    return new PortMapping(name, port.transport(), port.port(), port.targetPort(), port.nodePort());
  }

  private static ObjectAssert<Failure> assertThatFailure(ThrowingCallable call) {
    FailureException refused = catchThrowableOfType(FailureException.class, call);
    assertThat(refused).as("refused").isNotNull();
    return assertThatObject(refused.failure());
  }
}
