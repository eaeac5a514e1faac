package io.vmgate.persistence.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.limit.Admission;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.limit.Limit;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.limit.RateLimiterContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRateLimiterTest implements RateLimiterContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private ApplicationContext first = ApplicationContext.builder().build();
  private ApplicationContext second = ApplicationContext.builder().build();

  @BeforeEach
  void startTwoReplicas() {
    first = PERSISTENCE.replica(clock);
    second = PERSISTENCE.replica(clock);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void answersWhoGoesOnCallingWithoutTheDatabase() throws SQLException {
    Limit limit = Limit.exact("tries", 1);
    RateLimiter limiter = limiter();
    assertThat(limiter.admit(limit, "ann")).isInstanceOf(Admission.Admitted.class);
    assertThat(limiter.admit(limit, "ann")).isInstanceOf(Admission.Refused.class);

    try (Connection other = PERSISTENCE.database().connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("LOCK TABLE rate_limit IN ACCESS EXCLUSIVE MODE");

      assertThat(limiter.admit(limit, "ann"))
          .isInstanceOfSatisfying(
              Admission.Refused.class,
              refused ->
                  assertThat(refused.delay())
                      .isPositive()
                      .isLessThanOrEqualTo(Duration.ofMinutes(1)));
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(limiter.admit(limit, "ann")).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void saysThatTheDatabaseDoesNotAnswerWhileABucketIsHeld() throws SQLException {
    Limit limit = Limit.exact("tries", 5);
    RateLimiter limiter = limiter();
    limiter.admit(limit, "ann");

    try (Connection other = PERSISTENCE.database().connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("LOCK TABLE rate_limit IN ACCESS EXCLUSIVE MODE");

      assertThatThrownBy(() -> limiter.admit(limit, "ann"))
          .isInstanceOfSatisfying(
              FailureException.class,
              failed ->
                  assertThat(failed.failure())
                      .isEqualTo(new PlatformFailure.DatabaseUnreachable()));
    }
  }

  @Override
  public RateLimiter limiter() {
    return limiter(first);
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Test
  void isExactOverReplicasUnderManyThreads() throws ExecutionException, InterruptedException {
    Limit limit = Limit.exact("together", 25);
    List<Future<Admission>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 60; i++) {
        RateLimiter limiter = limiter(i % 2 == 0 ? first : second);
        calls.add(threads.submit(() -> limiter.admit(limit, "ann")));
      }
    }

    int admitted = 0;
    for (Future<Admission> call : calls) {
      admitted += call.get() instanceof Admission.Admitted ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(25);
  }

  @Test
  void tellsTheOtherReplicasAPortionAtATime() throws SQLException {
    Limit limit = Limit.inPortions("portions", 100);
    for (int i = 1; i < limit.portion(); i++) {
      limiter(first).admit(limit, "ann");
    }
    assertThat(strings("SELECT id FROM rate_limit")).isEmpty();

    for (int i = limit.portion(); i <= limit.calls(); i++) {
      assertThat(limiter(first).admit(limit, "ann")).isInstanceOf(Admission.Admitted.class);
    }
    AtomicInteger through = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean admitted = limiter(second).admit(limit, "ann") instanceof Admission.Admitted;
              through.addAndGet(admitted ? 1 : 0);
              return !admitted;
            });
    assertThat(through.get()).isLessThanOrEqualTo(2 * limit.portion());
  }

  @Test
  void keepsNamesAndAddressesOutOfTheDatabase() throws SQLException {
    limiter(first).admit(Limit.exact("secret", 5), "192.0.2.1");

    assertThat(strings("SELECT id FROM rate_limit"))
        .singleElement()
        .asString()
        .startsWith("secret:5/60:")
        .doesNotContain("192");
  }

  @Test
  void forgetsWhatIsFullAgain() throws SQLException {
    limiter(first).admit(Limit.exact("idle", 5), "ann");
    limiter(first).admit(Limit.exact("idle", 5), "bob");
    // Buckets expire by the machine's clock, whatever the limiter's is.
    long full = System.currentTimeMillis() + Duration.ofMinutes(2).toMillis();
    assertThat(strings("SELECT id FROM rate_limit WHERE expires_at > " + full)).isEmpty();
    execute("UPDATE rate_limit SET expires_at = 1 WHERE id LIKE '%s'".formatted(id("ann")));

    assertThat(limiter(first).forgetIdle()).isEqualTo(1);
    assertThat(strings("SELECT id FROM rate_limit")).containsExactly(id("bob"));
  }

  @Test
  void forgetsAllThatIsFullAgainHoweverMuchThatIs() throws SQLException {
    execute(
        "INSERT INTO rate_limit (id, expires_at)"
            + " SELECT 'idle:' || n, 1 FROM generate_series(1, 2500) AS n");

    assertThat(limiter(first).forgetIdle()).isEqualTo(2_500);
  }

  private static String id(String key) {
    return SharedBuckets.id(Limit.exact("idle", 5), key);
  }

  private static void execute(String statement) throws SQLException {
    try (Connection connection = PERSISTENCE.database().connect();
        Statement write = connection.createStatement()) {
      write.execute(statement);
    }
  }

  private static RateLimiter limiter(ApplicationContext replica) {
    return replica.getBean(RateLimiter.class);
  }

  private static List<String> strings(String query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
