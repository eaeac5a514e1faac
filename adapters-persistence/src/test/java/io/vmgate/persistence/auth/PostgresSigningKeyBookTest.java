package io.vmgate.persistence.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.SigningKeyBookContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSigningKeyBookTest implements SigningKeyBookContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private final List<ApplicationContext> replicas = new ArrayList<>();

  @AfterEach
  void stopReplicas() {
    replicas.forEach(ApplicationContext::close);
  }

  @Override
  public SigningKeyBook emptyBook(ManualClock clock) {
    return replica(clock);
  }

  @Test
  void makesOneFirstKeyHoweverManyReplicasAskAtOnce() throws Exception {
    SigningKeyBook one = replica(new ManualClock());
    SigningKeyBook two = replica(new ManualClock());
    List<List<SigningKey>> seen = atOnce(one::keys, two::keys, one::keys, two::keys);
    assertThat(seen).allSatisfy(keys -> assertThat(keys).hasSize(1).isEqualTo(seen.getFirst()));
  }

  @Test
  void rotatesByAgeOnceHoweverManyReplicasDoAtOnce() throws Exception {
    ManualClock clock = new ManualClock();
    SigningKeyBook one = replica(clock);
    SigningKeyBook two = replica(clock);
    one.keys();
    clock.advance(Duration.ofDays(31));
    Callable<Optional<SigningKey>> byOne =
        () -> one.rotateIfMadeBefore(ManualClock.START.plusSeconds(1));
    Callable<Optional<SigningKey>> byTwo =
        () -> two.rotateIfMadeBefore(ManualClock.START.plusSeconds(1));
    assertThat(atOnce(byOne, byTwo, byOne, byTwo).stream().filter(Optional::isPresent)).hasSize(1);
    assertThat(replica(clock).keys()).hasSize(2);
  }

  @Test
  void findsAtOnceAKeyThatAnotherReplicaMade() {
    ManualClock clock = new ManualClock();
    SigningKeyBook one = replica(clock);
    SigningKeyBook two = replica(clock);
    one.keys();
    two.keys();
    SigningKey made = one.rotate();
    awaitKey(two, made);
    assertThat(two.keys()).startsWith(made);
  }

  @Test
  void looksForUnknownKeysOnceASecondAtMost() {
    ManualClock clock = new ManualClock();
    SigningKeyBook one = replica(clock);
    SigningKeyBook two = replica(clock);
    two.keys();
    assertThat(two.find("invented")).isEmpty();
    SigningKey made = one.rotate();
    assertThat(two.find(made.id())).isEmpty();
    clock.advance(Duration.ofMillis(1001));
    awaitKey(two, made);
  }

  /** One look is enough; on a busy machine it may end after the call that began it. */
  private static void awaitKey(SigningKeyBook book, SigningKey made) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(book.find(made.id())).contains(made));
  }

  private SigningKeyBook replica(ManualClock clock) {
    ApplicationContext replica = PERSISTENCE.replica(clock);
    replicas.add(replica);
    return replica.getBean(SigningKeyBook.class);
  }

  @SafeVarargs
  private static <T> List<T> atOnce(Callable<T>... calls) throws Exception {
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
