package io.vmgate.testkit.task;

import static io.vmgate.domain.task.TaskAction.STOP;
import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.task.RequestKey;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskBook.Acceptance;
import io.vmgate.application.task.TaskReport;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskQuery;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every book of tasks does. */
public interface TaskBookContract {
  TenantId ACME = new TenantId("acme");
  TenantId GLOBEX = new TenantId("globex");
  Instant LATER = ManualClock.START.plusSeconds(60);
  VmScope SHOP = VmScope.ofNamespaces(Set.of("shop"));

  /** A book in which nobody has written yet; tenants acme and globex exist. */
  TaskBook emptyBook();

  @Test
  default void givesATaskBackAsItWasAccepted() {
    TaskBook book = emptyBook();
    Task task = aTask().to(STOP).forced().withExtra("{\"ticket\":\"工单-1\"}").build();

    assertThat(book.accept(task, null)).isEqualTo(new Acceptance.Accepted());
    assertThat(book.find(ACME, task.id()).orElseThrow().task()).isEqualTo(task);
    assertThat(book.find(ACME, task.id()).orElseThrow().children()).isNull();
  }

  @Test
  default void showsATaskToItsTenantOnly() {
    TaskBook book = emptyBook();
    Task task = aTask().build();
    book.accept(task, null);

    assertThat(book.find(GLOBEX, task.id())).isEmpty();
    assertThat(book.list(GLOBEX, SHOP, everything()).items()).isEmpty();
    assertThat(book.revisions(GLOBEX, Set.of(task.id()))).isEmpty();
    assertThat(book.cancel(GLOBEX, task.id(), LATER)).isFalse();
    assertThat(book.find(ACME, aTask().build().id())).isEmpty();
  }

  @Test
  default void acceptsOneTaskAMachine() {
    TaskBook book = emptyBook();
    Task first = aTask().build();
    Task second = aTask().to(STOP).build();
    Task other = aTask().on("shop", "web-2").build();

    book.accept(first, null);

    assertThat(book.accept(second, null)).isEqualTo(new Acceptance.Busy(first.id()));
    assertThat(book.find(ACME, second.id())).isEmpty();
    assertThat(book.accept(other, null)).isEqualTo(new Acceptance.Accepted());
  }

  @Test
  default void acceptsOneOfManyAtOnce() throws Exception {
    TaskBook book = emptyBook();
    List<Callable<Acceptance>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(() -> book.accept(aTask().build(), null));
    }

    List<Acceptance> answers = atOnce(calls);

    TaskId holder = book.list(ACME, SHOP, everything()).items().getFirst().task().id();
    assertThat(answers).filteredOn(Acceptance.Accepted.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(new Acceptance.Busy(holder)::equals).hasSize(49);
  }

  @Test
  default void answersARepeatedRequestWithItsFirstTask() {
    TaskBook book = emptyBook();
    Task first = aTask().build();
    book.accept(first, key("k", "print"));

    assertThat(book.answered(key("k", "print"))).contains(new Acceptance.Repeated(first.id()));
    assertThat(book.accept(aTask().build(), key("k", "print")))
        .isEqualTo(new Acceptance.Repeated(first.id()));
    assertThat(book.answered(key("k", "other"))).contains(new Acceptance.KeyReused());
    assertThat(book.accept(aTask().build(), key("k", "other")))
        .isEqualTo(new Acceptance.KeyReused());
    assertThat(book.answered(key("other", "print"))).isEmpty();
  }

  @Test
  default void forgetsTheKeyOfARequestThatWasRefused() {
    TaskBook book = emptyBook();
    Task holder = aTask().build();
    book.accept(holder, null);
    assertThat(book.accept(aTask().build(), key("k", "print")))
        .isEqualTo(new Acceptance.Busy(holder.id()));

    assertThat(book.answered(key("k", "print"))).isEmpty();
  }

  @Test
  default void takesAnOldKeyForANewOne() {
    TaskBook book = emptyBook();
    book.accept(aTask().build(), key("k", "print"));
    RequestKey muchLater = key("k", "other", ManualClock.START.plus(Duration.ofDays(1)));
    Task next = aTask().on("shop", "web-2").createdAt(LATER.plus(Duration.ofDays(1))).build();

    assertThat(book.answered(muchLater)).isEmpty();
    assertThat(book.accept(next, muchLater)).isEqualTo(new Acceptance.Accepted());
    assertThat(book.answered(muchLater)).contains(new Acceptance.Repeated(next.id()));
  }

  @Test
  default void acceptsARequestOnceHoweverOftenItIsRepeatedAtOnce() throws Exception {
    TaskBook book = emptyBook();
    List<Callable<Acceptance>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> book.accept(aTask().build(), key("k", "print")));
    }

    List<Acceptance> answers = atOnce(calls);

    TaskId first = book.list(ACME, SHOP, everything()).items().getFirst().task().id();
    assertThat(answers).filteredOn(Acceptance.Accepted.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(new Acceptance.Repeated(first)::equals).hasSize(19);
  }

  @Test
  default void listsTheNewestFirstAPageAtATime() {
    TaskBook book = emptyBook();
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Task task = aTask().on("shop", "web-" + i).build();
      book.accept(task, null);
      ids.addFirst(task.id());
    }

    var page = book.list(ACME, SHOP, new TaskQuery(null, null, null, null, new PageRequest(2, 2)));

    assertThat(page.total()).isEqualTo(5);
    assertThat(page.items()).extracting(report -> report.task().id()).isEqualTo(ids.subList(2, 4));
  }

  @Test
  default void listsWhatIsAskedForWithinTheScope() {
    TaskBook book = emptyBook();
    Task web = aTask().by("ann").build();
    Task pay = aTask().by("bob").on("pay", "till").build();
    Task ended = aTask().by("bob").on("shop", "old").build();
    book.accept(web, null);
    book.accept(pay, null);
    book.accept(ended, null);
    book.cancel(ACME, ended.id(), LATER);
    VmId till = VmBuilder.idOf(new VmName("pay", "till"));

    assertThat(ids(book, SHOP, everything())).containsExactly(ended.id(), web.id());
    assertThat(ids(book, new VmScope(Set.of(), Set.of(till)), everything()))
        .containsExactly(pay.id());
    assertThat(ids(book, SHOP, query(null, TaskStatus.RUNNING, null, null)))
        .containsExactly(web.id());
    assertThat(ids(book, SHOP, query(null, TaskStatus.FAILED, null, null)))
        .containsExactly(ended.id());
    assertThat(ids(book, SHOP, query(null, TaskStatus.SUCCESS, null, null))).isEmpty();
    assertThat(ids(book, SHOP, query(null, null, "bob", null))).containsExactly(ended.id());
    assertThat(ids(book, SHOP, query(till.toString(), null, null, null))).isEmpty();
    assertThat(
            ids(
                book,
                SHOP,
                query(VmBuilder.idOf(new VmName("shop", "web-1")).toString(), null, null, null)))
        .containsExactly(web.id());
  }

  @Test
  default void cancelsOnceAndSetsTheMachineFree() {
    TaskBook book = emptyBook();
    Task task = aTask().build();
    book.accept(task, null);
    long revision = book.find(ACME, task.id()).orElseThrow().revision();

    assertThat(book.cancel(ACME, task.id(), LATER)).isTrue();
    assertThat(book.cancel(ACME, task.id(), LATER)).isFalse();
    TaskReport report = book.find(ACME, task.id()).orElseThrow();
    assertThat(report.task()).isEqualTo(task.cancelled(LATER));
    assertThat(report.revision()).isGreaterThan(revision);
    assertThat(book.revisions(ACME, Set.of(task.id(), aTask().build().id())))
        .isEqualTo(Map.of(task.id(), report.revision()));
    assertThat(book.accept(aTask().build(), null)).isEqualTo(new Acceptance.Accepted());
  }

  @Test
  default void keepsABatchWithItsChildren() {
    TaskBook book = emptyBook();
    Task holder = aTask().on("shop", "busy").build();
    book.accept(holder, null);
    Task batch = aTask().batch().build();
    Task free = aTask().in(batch.id()).build();
    Task busy = aTask().in(batch.id()).on("shop", "busy").build();
    Task unknown =
        aTask()
            .in(batch.id())
            .onUnknown("nobody")
            .standing(
                new TaskState.Failed(
                    ManualClock.START, TaskStep.ACCEPTED, TaskReason.vmNotFound("nobody")))
            .build();

    assertThat(book.acceptBatch(batch, List.of(free, busy, unknown), key("k", "print")))
        .isEqualTo(new Acceptance.Accepted());

    TaskReport report = book.find(ACME, batch.id()).orElseThrow();
    assertThat(report.task()).isEqualTo(batch);
    assertThat(children(report))
        .containsExactlyInAnyOrder(
            free, busy.failed(ManualClock.START, TaskReason.busy(holder.id())), unknown);
    assertThat(book.answered(key("k", "print"))).contains(new Acceptance.Repeated(batch.id()));
    assertThat(ids(book, SHOP, query(null, null, null, batch.id()))).hasSize(3);
  }

  @Test
  default void endsABatchWithTheLastOfItsChildren() {
    TaskBook book = emptyBook();
    Task batch = aTask().batch().build();
    Task one = aTask().in(batch.id()).on("shop", "one").build();
    Task two = aTask().in(batch.id()).on("shop", "two").build();
    book.acceptBatch(batch, List.of(one, two), null);

    book.cancel(ACME, one.id(), LATER);
    assertThat(book.find(ACME, batch.id()).orElseThrow().task().state().hasEnded()).isFalse();
    book.cancel(ACME, two.id(), LATER);

    assertThat(book.find(ACME, batch.id()).orElseThrow().task())
        .isEqualTo(batch.failed(LATER, TaskReason.childrenFailed(2, 2)));
  }

  @Test
  default void endsABatchAtOnceWhenEveryChildIsBusy() {
    TaskBook book = emptyBook();
    Task holder = aTask().build();
    book.accept(holder, null);
    Task batch = aTask().batch().build();

    book.acceptBatch(batch, List.of(aTask().in(batch.id()).build()), null);

    assertThat(book.find(ACME, batch.id()).orElseThrow().task())
        .isEqualTo(batch.failed(ManualClock.START, TaskReason.childrenFailed(1, 1)));
  }

  @Test
  default void forgetsWhatEndedLongAgo() {
    TaskBook book = emptyBook();
    Task running = aTask().build();
    Task batch = aTask().batch().build();
    Task child = aTask().in(batch.id()).on("shop", "child").build();
    book.accept(running, key("running", "print"));
    book.acceptBatch(batch, List.of(child), key("batch", "print"));
    book.cancel(ACME, child.id(), LATER);

    assertThat(book.forget(ACME, LATER, ManualClock.START)).isZero();
    assertThat(book.forget(GLOBEX, LATER.plusSeconds(1), LATER)).isZero();
    assertThat(book.forget(ACME, LATER.plusSeconds(1), ManualClock.START)).isEqualTo(2);

    assertThat(book.find(ACME, batch.id())).isEmpty();
    assertThat(book.find(ACME, child.id())).isEmpty();
    assertThat(book.find(ACME, running.id())).isPresent();
    assertThat(book.answered(key("batch", "print"))).isEmpty();
    assertThat(book.answered(key("running", "print"))).isPresent();
    book.forget(ACME, ManualClock.START, LATER);
    assertThat(book.answered(key("running", "print"))).isEmpty();
  }

  private static List<Task> children(TaskReport report) {
    Children children = report.children();
    return children == null ? List.of() : children.tasks();
  }

  private static List<TaskId> ids(TaskBook book, VmScope scope, TaskQuery query) {
    return book.list(ACME, scope, query).items().stream().map(one -> one.task().id()).toList();
  }

  private static TaskQuery everything() {
    return query(null, null, null, null);
  }

  private static TaskQuery query(
      @Nullable String vmId,
      @Nullable TaskStatus status,
      @Nullable String operator,
      @Nullable TaskId parent) {
    return new TaskQuery(vmId, status, operator, parent, new PageRequest(1, 100));
  }

  private static RequestKey key(String key, String fingerprint) {
    return key(key, fingerprint, ManualClock.START.minusSeconds(1));
  }

  private static RequestKey key(String key, String fingerprint, Instant validSince) {
    return new RequestKey(ACME, new UserId(new UUID(0, 1)), key, fingerprint, validSince);
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<T> call : calls) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
    }
    List<T> results = new ArrayList<>();
    for (Future<T> answer : answers) {
      results.add(answer.get());
    }
    return results;
  }
}
