package io.vmgate.testkit.stream;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.application.stream.ChangeLog.Replay;
import io.vmgate.application.stream.LoggedChange;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.task.Tally;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.VmState;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every log of changes does. */
public interface ChangeLogContract {
  TenantId ACME = new TenantId("acme");
  TenantId GLOBEX = new TenantId("globex");

  /** A log that is read into the fan-out. */
  ChangeLog log();

  ChangeFanOut fanOut();

  /** Write changes down, in a transaction of their own. */
  void write(Change... changes);

  /** Where the log ends. */
  StreamPoint now();

  @Test
  default void replaysWhatCameAfterAPoint() {
    write(vm(ACME, "early"));
    StreamPoint point = now();
    write(vm(ACME, "web-1"), vm(ACME, "web-2"));
    write(vm(GLOBEX, "lab"));
    write(vm(ACME, "web-3"));

    assertThat(log().replay(ACME, point, 10))
        .isInstanceOfSatisfying(
            Replay.Whole.class,
            whole -> assertThat(names(whole.changes())).containsExactly("web-1", "web-2", "web-3"));
  }

  @Test
  default void replaysTheLatestWhereThereIsMore() {
    StreamPoint point = now();
    write(vm(ACME, "web-1"));
    write(vm(ACME, "web-2"));
    write(vm(ACME, "web-3"));

    assertThat(log().replay(ACME, point, 2))
        .isInstanceOfSatisfying(
            Replay.Latest.class,
            latest -> assertThat(names(latest.changes())).containsExactly("web-2", "web-3"));
  }

  @Test
  default void givesServicesBackAsTheyStood() {
    StreamPoint point = now();
    AccessService restricted =
        aService("web")
            .port(443, 8443, 30_443)
            .port(80, 80, null)
            .ready("10.0.0.1")
            .expiringAt(Instant.parse("2026-02-01T00:00:00.5Z"))
            .allowing(AddressBlock.parse("10.1.0.0/16").orElseThrow())
            .saying("{\"a\":[1]}")
            .build();
    AccessService theirs =
        aService("theirs").typed(ServiceType.LOAD_BALANCER).at(null).foreign().build();
    Change[] changes = {
      new Change.ServiceShown(ACME, ServiceSummary.of(restricted, VmStatus.RUNNING)),
      new Change.ServiceShown(ACME, ServiceSummary.of(theirs, VmStatus.STARTING)),
      new Change.ServiceShown(ACME, ServiceSummary.of(aService("plain").build(), VmStatus.STOPPED)),
      new Change.ServiceGone(
          ACME, restricted.id(), restricted.name(), restricted.vm(), restricted.vmName())
    };
    write(changes);

    assertThat(log().replay(ACME, point, 10))
        .isInstanceOfSatisfying(
            Replay.Whole.class,
            whole ->
                assertThat(whole.changes())
                    .extracting(LoggedChange::change)
                    .containsExactly(changes));
  }

  @Test
  default void goesOnWhereAReplayEnded() {
    StreamPoint point = now();
    write(vm(ACME, "web-1"));
    Replay.Whole first = (Replay.Whole) log().replay(ACME, point, 10);
    write(vm(ACME, "web-2"));

    assertThat(log().replay(ACME, first.upTo(), 10))
        .isInstanceOfSatisfying(
            Replay.Whole.class, next -> assertThat(names(next.changes())).containsExactly("web-2"));
  }

  @Test
  default void saysWhenThePointIsTooOldOrNotItsOwn() {
    StreamPoint point = now();
    write(vm(ACME, "web-1"));
    StreamPoint later = now();

    assertThat(log().forget(Duration.ZERO)).isPositive();

    assertThat(reset(point)).isEqualTo(ResetReason.TOO_OLD);
    assertThat(log().replay(ACME, later, 10)).isInstanceOf(Replay.Whole.class);
    assertThat(reset(new StreamPoint(new UUID(7, 7), point.position())))
        .isEqualTo(ResetReason.UNKNOWN_POINT);
    assertThat(reset(new StreamPoint(point.log(), point.position() + 1_000_000_000)))
        .isEqualTo(ResetReason.UNKNOWN_POINT);
  }

  @Test
  default void handsOnWhatIsWrittenAsItWasWritten() {
    List<Change> heard = new ArrayList<>();
    fanOut()
        .alsoTell(
            changes -> {
              synchronized (heard) {
                changes.forEach(logged -> heard.add(logged.change()));
              }
            });
    Change[] all = {
      vm(ACME, "plain"),
      new Change.VmShown(ACME, full()),
      new Change.VmGone(ACME, aVm().build().id(), aVm().build().name()),
      new Change.TaskShown(aTask().to(TaskAction.RESTART).forced().build(), null),
      new Change.TaskShown(
          aTask()
              .withExtra("{\"a\":1}")
              .build()
              .failed(ManualClock.START, TaskReason.vmNotFound("x")),
          null),
      new Change.TaskShown(aTask().batch().build(), new Tally(5, 1, 2, 2, 60))
    };

    write(all);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              synchronized (heard) {
                assertThat(heard).containsSequence(all);
              }
            });
  }

  private ResetReason reset(StreamPoint point) {
    return ((Replay.Lost) log().replay(ACME, point, 10)).reason();
  }

  private static Change vm(TenantId tenant, String name) {
    return new Change.VmShown(tenant, VmSummary.of(aVm().named("shop", name).build()));
  }

  /** A machine of which everything is known. */
  private static VmSummary full() {
    VmSummary plain = VmSummary.of(aVm().build());
    return new VmSummary(
        plain.id(),
        plain.name(),
        plain.createdAt(),
        VmState.of("ErrorUnschedulable", "0/3 nodes are \"available\""),
        2,
        4L << 30,
        "centos:7",
        "node-b",
        "10.0.0.7",
        new PublishedService("web", "NodePort", "10.0.0.1:30080"),
        Map.of("app", "web", "空", "ü"),
        "Always",
        "u1.medium",
        "ubuntu",
        new Guest(ManualClock.START, true, true, "Ubuntu 24.04", false, "not shared"));
  }

  private static List<String> names(List<LoggedChange> changes) {
    return changes.stream()
        .map(logged -> ((Change.VmShown) logged.change()).vm().name().name())
        .toList();
  }
}
