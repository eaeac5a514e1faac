package io.vmgate.testkit.access;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.access.PublicationBook;
import io.vmgate.application.access.PublicationBook.Answer;
import io.vmgate.application.access.PublicationBook.Request;
import io.vmgate.application.access.PublicationBook.Reservation;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every book of publications does. */
public interface PublicationBookContract {
  TenantId ACME = new TenantId("acme");
  Caller ANN = aCaller().operator().named("ann").build();
  Caller BOB = aCaller().operator().named("bob").build();
  Caller EVE = aCaller().operator().named("eve").of("globex").build();
  Instant START = ManualClock.START;
  Instant DAY_BEFORE = START.minus(Duration.ofDays(1));
  Instant MINUTE_BEFORE = START.minusSeconds(60);
  AtomicLong LAST = new AtomicLong();

  /** An empty book; tenants acme and globex exist. */
  PublicationBook book();

  /** What was written as events of acme's machine, the newest first. */
  List<VmEvent> events();

  /** A duty that this book's owner has now. */
  Duty duty();

  @Test
  default void knowsARequestAgainByItsKey() {
    PublicationBook book = book();
    Request first = request(ANN, "k1", "same", "web-a", START);
    assertThat(book.find(first)).isEmpty();
    assertThat(reserve(book, first)).isEqualTo(new Reservation.Reserved());

    Request again = request(ANN, "k1", "same", "web-b", START);
    Reservation unfinished = new Reservation.Unfinished(first.id(), "web-a");
    assertThat(book.find(again)).contains(unfinished);
    assertThat(reserve(book, again)).isEqualTo(unfinished);

    Answer answer = answer(first);
    book.published(ACME, first.id(), answer, event(EventType.PUBLISH, answer.service()));
    assertThat(reserve(book, again)).isEqualTo(new Reservation.Repeated(answer));
    assertThat(reserve(book, request(ANN, "k1", "other", "web-b", START)))
        .isEqualTo(new Reservation.KeyReused());
    assertThat(reserve(book, request(BOB, "k1", "same", "web-c", START)))
        .isEqualTo(new Reservation.Reserved());
    assertThat(reserve(book, request(EVE, "k1", "same", "web-d", START)))
        .isEqualTo(new Reservation.Reserved());
  }

  @Test
  default void givesAnAnswerBackAsItWas() {
    PublicationBook book = book();
    Request request = request(ANN, "k", "f", "web-a", START);
    reserve(book, request);
    AccessService service =
        aService("web-a")
            .port(8080, 80, 30_080)
            .port(53, 5353, null)
            .at("192.0.2.7")
            .ready("10.244.0.9")
            .requestedAs(request.id(), "ann")
            .expiringAt(START.plusSeconds(90))
            .allowing(AddressBlock.parse("192.0.2.0/24").orElseThrow())
            .saying("{\"工单\":\"OPS-17\"}")
            .build();
    Answer answer = new Answer(service, List.of(80));
    book.published(ACME, request.id(), answer, event(EventType.PUBLISH, service));

    assertThat(book.find(request)).contains(new Reservation.Repeated(answer));
  }

  @Test
  default void forgetsAKeyThatIsTooOld() {
    PublicationBook book = book();
    reserve(book, request(ANN, "k", "f", "web-a", DAY_BEFORE.minusSeconds(1)));
    Request fresh = request(ANN, "k", "another", "web-b", START);
    assertThat(book.find(fresh)).isEmpty();
    assertThat(reserve(book, fresh)).isEqualTo(new Reservation.Reserved());
    assertThat(book.find(fresh)).contains(new Reservation.Unfinished(fresh.id(), "web-b"));
  }

  @Test
  default void countsWhatIsShownAndWhatIsAboutToBe() {
    PublicationBook book = book();
    Set<VmName> shown = Set.of(new VmName("shop", "old"), new VmName("shop", "web-a"));
    assertThat(book.reserve(request(ANN, null, "f", "web-a", START), Set.of(), MINUTE_BEFORE, 3))
        .isEqualTo(new Reservation.Reserved());
    // One that is both shown and held takes one place.
    assertThat(book.reserve(request(ANN, null, "f", "web-b", START), shown, MINUTE_BEFORE, 3))
        .isEqualTo(new Reservation.Reserved());
    assertThat(book.reserve(request(ANN, null, "f", "web-c", START), shown, MINUTE_BEFORE, 3))
        .isEqualTo(new Reservation.Full());
    assertThat(book.reserve(request(EVE, null, "f", "web-c", START), Set.of(), MINUTE_BEFORE, 1))
        .isEqualTo(new Reservation.Reserved());
  }

  @Test
  default void freesThePlaceOfWhatFailedWasWithdrawnOrIsOld() {
    PublicationBook book = book();
    Request failed = request(ANN, "k", "f", "web-a", START);
    Request withdrawn = request(ANN, null, "f", "web-b", START);
    Request old = request(ANN, null, "f", "web-c", MINUTE_BEFORE.minusSeconds(1));
    for (Request request : List.of(failed, withdrawn, old)) {
      assertThat(reserve(book, request)).isEqualTo(new Reservation.Reserved());
    }
    book.failed(ACME, failed.id());
    AccessService service = answer(withdrawn).service();
    book.published(ACME, withdrawn.id(), answer(withdrawn), event(EventType.PUBLISH, service));
    book.withdrawn(ACME, "shop", "web-b", event(EventType.UNPUBLISH, service));

    assertThat(book.find(failed)).isEmpty();
    assertThat(book.reserve(request(ANN, null, "f", "web-d", START), Set.of(), MINUTE_BEFORE, 1))
        .isEqualTo(new Reservation.Reserved());
    assertThat(events())
        .extracting(VmEvent::type)
        .containsExactlyInAnyOrder(EventType.PUBLISH, EventType.UNPUBLISH);
  }

  @Test
  default void doesNotForgetWhatWasAnsweredAsFailed() {
    PublicationBook book = book();
    Request request = request(ANN, "k", "f", "web-a", START);
    reserve(book, request);
    Answer answer = answer(request);
    book.published(ACME, request.id(), answer, event(EventType.PUBLISH, answer.service()));
    book.failed(ACME, request.id());
    assertThat(book.find(request)).contains(new Reservation.Repeated(answer));
  }

  @Test
  default void writesAnExpiryOnceAndOnlyOnDuty() {
    PublicationBook book = book();
    AccessService service = aService("web-a").build();
    VmEvent event = event(EventType.SERVICE_EXPIRED, service);
    Duty duty = duty();
    Duty lost = new Duty(duty.name(), duty.holder(), duty.number() + 1, null);

    assertThat(book.expired(lost, ACME, "shop", "web-a", event)).isFalse();
    assertThat(events()).isEmpty();
    assertThat(book.expired(duty, ACME, "shop", "web-a", event)).isTrue();
    assertThat(book.expired(duty, ACME, "shop", "web-a", event)).isTrue();
    assertThat(events()).containsExactly(event);
  }

  @Test
  default void listsRemovalsThatNobodyEnded() {
    PublicationBook book = book();
    AccessService service = aService("web-a").build();
    VmEvent published = event(EventType.PUBLISH, service);
    VmEvent begun = underWay(event(EventType.UNPUBLISH, service));
    VmEvent later = underWay(event(EventType.SERVICE_EXPIRED, aService("web-b").build()));
    for (VmEvent event : List.of(published, begun, later)) {
      book.note(ACME, event);
    }
    assertThat(book.removalsUnderWay(START)).isEmpty();
    assertThat(book.removalsUnderWay(START.plusSeconds(1))).containsExactlyInAnyOrder(begun, later);

    book.withdrawn(ACME, "shop", "web-a", ended(begun));
    assertThat(book.removalsUnderWay(START.plusSeconds(1))).containsExactly(later);
    assertThat(events()).contains(ended(begun)).doesNotContain(begun);
  }

  private static VmEvent underWay(VmEvent event) {
    return withEnd(event, null, TaskStatus.RUNNING);
  }

  private static VmEvent ended(VmEvent event) {
    return withEnd(event, START.plusSeconds(2), TaskStatus.SUCCESS);
  }

  private static VmEvent withEnd(VmEvent event, @Nullable Instant end, TaskStatus status) {
    return new VmEvent(
        event.id(),
        event.tenant(),
        event.vm(),
        event.name(),
        event.type(),
        event.operator(),
        event.at(),
        end,
        status,
        event.origin());
  }

  @Test
  default void asksForAPlaceAnewWhenTheOldOneWasGivenAway() {
    PublicationBook book = book();
    Request first = request(ANN, "k", "f", "web-a", MINUTE_BEFORE.minusSeconds(5));
    reserve(book, first);
    Request again = request(ANN, "k", "f", "web-b", START);
    Set<VmName> other = Set.of(new VmName("shop", "other"));

    assertThat(book.reserve(again, other, MINUTE_BEFORE, 1)).isEqualTo(new Reservation.Full());
    Reservation unfinished = new Reservation.Unfinished(first.id(), "web-a");
    assertThat(book.reserve(again, other, MINUTE_BEFORE, 2)).isEqualTo(unfinished);
    assertThat(book.reserve(again, other, MINUTE_BEFORE, 2)).isEqualTo(unfinished);
    assertThat(book.reserve(request(BOB, null, "f", "web-c", START), other, MINUTE_BEFORE, 2))
        .isEqualTo(new Reservation.Full());
  }

  @Test
  default void givesTheLastPlaceToOneOfManyAtOnce() throws Exception {
    PublicationBook book = book();
    int rivals = 20;
    CountDownLatch ready = new CountDownLatch(rivals);
    List<Future<Reservation>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < rivals; i++) {
        Request request = request(ANN, null, "f", "web-" + i, START);
        answers.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return book.reserve(request, Set.of(), MINUTE_BEFORE, 1);
                }));
      }
    }
    List<Reservation> reservations = new ArrayList<>();
    for (Future<Reservation> answer : answers) {
      reservations.add(answer.get());
    }
    assertThat(reservations).containsOnlyOnce(new Reservation.Reserved());
  }

  @Test
  default void forgetsOldRequestsOfOneTenant() {
    PublicationBook book = book();
    Request old = request(ANN, "k", "f", "web-a", START);
    Request fresh = request(ANN, "k2", "f", "web-b", START.plusSeconds(2));
    Request foreign = request(EVE, "k", "f", "web-c", START);
    for (Request request : List.of(old, fresh, foreign)) {
      reserve(book, request);
    }
    assertThat(book.forget(ACME, START.plusSeconds(1))).isEqualTo(1);
    assertThat(book.find(old)).isEmpty();
    assertThat(book.find(fresh)).isPresent();
    assertThat(book.find(foreign)).isPresent();
  }

  private static Reservation reserve(PublicationBook book, Request request) {
    return book.reserve(request, Set.of(), MINUTE_BEFORE, 100);
  }

  private static Request request(
      Caller caller, @Nullable String key, String fingerprint, String name, Instant at) {
    return new Request(
        new UUID(5, LAST.incrementAndGet()),
        caller.tenant(),
        caller.user(),
        key,
        fingerprint,
        DAY_BEFORE,
        aService(name).build().vm(),
        "shop",
        name,
        at);
  }

  private static Answer answer(Request request) {
    return new Answer(
        aService(request.serviceName()).requestedAs(request.id(), "ann").build(), List.of());
  }

  private static VmEvent event(EventType type, AccessService service) {
    return VmEvent.of(type, new UUID(6, LAST.incrementAndGet()), ACME, service, "ann", START);
  }
}
