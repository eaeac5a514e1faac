package io.vmgate.testkit.event;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.event.EventQuery;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.event.VmEvent.Origin;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every book of events does. */
public interface EventBookContract {
  TenantId ACME = new TenantId("acme");
  TenantId GLOBEX = new TenantId("globex");
  VmName WEB = new VmName("shop", "web-1");
  VmId ID = VmBuilder.idOf(WEB);
  VmScope SHOP = VmScope.ofNamespaces(Set.of("shop"));

  /** Nothing has happened yet; tenants acme (shop, pay) and globex (research) are there. */
  EventBook emptyBook();

  /** Write an event down. */
  void write(VmEvent event);

  /** Write a task as an event, as often as it changes. */
  void write(Task task);

  @Test
  default void givesEventsBackAsTheyWereWritten() {
    EventBook book = emptyBook();
    VmEvent moved =
        seen(1, EventType.MIGRATED, 10, new Origin.Seen(null, null, "node-a", "node-b"));
    VmEvent error =
        seen(
            2, EventType.ERROR, 20, new Origin.Seen("ErrImagePull", "no 'such' image", null, null));
    Task failed =
        aTask()
            .createdAt(ManualClock.START.plusSeconds(30))
            .build()
            .failed(ManualClock.START.plusSeconds(40), TaskReason.vmNotFound("x"));
    write(moved);
    write(error);
    write(failed);

    assertThat(book.latest(ACME, ID, 10))
        .containsExactly(VmEvent.of(failed).orElseThrow(), error, moved);
  }

  @Test
  default void keepsOneEventForAnOperation() {
    EventBook book = emptyBook();
    Task task = aTask().build();
    write(task);
    assertThat(book.latest(ACME, ID, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.status()).isEqualTo(TaskStatus.RUNNING));

    write(task.cancelled(ManualClock.START.plusSeconds(1)));

    assertThat(book.latest(ACME, ID, 10))
        .singleElement()
        .isEqualTo(VmEvent.of(task.cancelled(ManualClock.START.plusSeconds(1))).orElseThrow());
  }

  @Test
  default void listsPagesNewestFirst() {
    EventBook book = emptyBook();
    for (int i = 0; i < 25; i++) {
      write(seen(i, EventType.STARTED, i, Origin.Seen.PLAINLY));
    }

    Page<VmEvent> last = book.list(ACME, SHOP, query(3, 10));

    assertThat(last.total()).isEqualTo(25);
    assertThat(last.items())
        .extracting(event -> event.at().getEpochSecond() - ManualClock.START.getEpochSecond())
        .containsExactly(4L, 3L, 2L, 1L, 0L);
    assertThat(book.list(ACME, SHOP, query(9, 10)).items()).isEmpty();
    assertThat(book.latest(ACME, ID, 10)).hasSize(10);
  }

  @Test
  default void filters() {
    EventBook book = emptyBook();
    write(seen(1, EventType.STARTED, 1, Origin.Seen.PLAINLY));
    write(seen(2, EventType.STOPPED, 2, Origin.Seen.PLAINLY));
    write(aTask().by("ann").createdAt(ManualClock.START.plusSeconds(3)).build());

    assertThat(types(book, EventType.STOPPED, null, null, null, null)).containsExactly("stopped");
    assertThat(types(book, null, "ann", null, null, null)).containsExactly("start");
    assertThat(types(book, null, null, TaskStatus.RUNNING, null, null)).containsExactly("start");
    assertThat(types(book, null, null, null, ManualClock.START.plusSeconds(2), null))
        .containsExactly("start", "stopped");
    assertThat(types(book, null, null, null, null, ManualClock.START.plusSeconds(2)))
        .containsExactly("started");
  }

  @Test
  default void showsNothingOfOthersOrOutOfSight() {
    EventBook book = emptyBook();
    write(seen(1, EventType.STARTED, 1, Origin.Seen.PLAINLY));

    assertThat(book.latest(GLOBEX, ID, 10)).isEmpty();
    assertThat(book.list(GLOBEX, SHOP, query(1, 10)).items()).isEmpty();
    assertThat(book.list(ACME, VmScope.ofNamespaces(Set.of("pay")), query(1, 10)).total()).isZero();
    assertThat(book.list(ACME, new VmScope(Set.of(), Set.of(ID)), query(1, 10)).total()).isOne();
  }

  @Test
  default void forgetsWhatEndedLongAgo() {
    EventBook book = emptyBook();
    write(seen(1, EventType.STARTED, 1, Origin.Seen.PLAINLY));
    write(aTask().createdAt(ManualClock.START).build());
    write(seen(2, EventType.STOPPED, 100, Origin.Seen.PLAINLY));

    assertThat(book.forget(ManualClock.START.plusSeconds(50))).isOne();

    assertThat(types(book, null, null, null, null, null)).containsExactly("stopped", "start");
  }

  private static List<String> types(
      EventBook book,
      @Nullable EventType type,
      @Nullable String operator,
      @Nullable TaskStatus status,
      @Nullable Instant from,
      @Nullable Instant to) {
    return book
        .list(
            ACME,
            SHOP,
            new EventQuery(ID, type, operator, status, from, to, new PageRequest(1, 10)))
        .items()
        .stream()
        .map(event -> event.type().wireName())
        .toList();
  }

  private static EventQuery query(int page, int size) {
    return new EventQuery(ID, null, null, null, null, null, new PageRequest(page, size));
  }

  private static VmEvent seen(long id, EventType type, long second, Origin.Seen seen) {
    Instant at = ManualClock.START.plus(Duration.ofSeconds(second));
    return new VmEvent(
        new UUID(0x7000, id),
        ACME,
        ID,
        WEB,
        type,
        VmEvent.SYSTEM,
        at,
        at,
        type == EventType.ERROR ? TaskStatus.FAILED : TaskStatus.SUCCESS,
        seen);
  }
}
