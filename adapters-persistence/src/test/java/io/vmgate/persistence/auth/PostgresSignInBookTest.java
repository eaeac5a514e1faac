package io.vmgate.persistence.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.SignInBookContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSignInBookTest implements SignInBookContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private final Deque<ApplicationContext> replicas = new ArrayDeque<>();

  @AfterEach
  void stop() {
    replicas.forEach(ApplicationContext::close);
  }

  /** What was withdrawn is remembered, so each test needs a replica of its own. */
  @Override
  public SignInBook emptyBook() {
    return replica(Map.of("vmgate.persistence.refresh-interval", "1h"));
  }

  @Test
  void isHeardOfOnOtherReplicasAtOnce() {
    SignInBook here = emptyBook();
    SignInBook there = emptyBook();
    assertThat(there.isWithdrawn(ONE)).isFalse();
    awaitHearing(here, there);

    here.withdraw(ONE, LATER);

    // Nothing but the bell brings it within the hour.
    await().atMost(Duration.ofSeconds(20)).until(() -> there.isWithdrawn(ONE));
  }

  @Test
  void isReadNowAndThenByWhoDidNotHearIt() throws Exception {
    SignInBook there = replica(Map.of("vmgate.persistence.refresh-interval", "100ms"));
    assertThat(there.isWithdrawn(ONE)).isFalse();
    try (var connection = PERSISTENCE.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("INSERT INTO withdrawn_sign_in VALUES ('" + ONE + "', '" + LATER + "')");
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> there.isWithdrawn(ONE));
  }

  @Test
  void isKnownToAReplicaThatStartsLater() {
    emptyBook().withdraw(ONE, LATER);

    assertThat(emptyBook().isWithdrawn(ONE)).isTrue();
  }

  /** Until both listen: a ring before that is made up for by reading. */
  private static void awaitHearing(SignInBook here, SignInBook there) {
    SignInId probe = new SignInId(new UUID(9, 9));
    here.withdraw(probe, LATER);
    await().atMost(Duration.ofSeconds(20)).until(() -> there.isWithdrawn(probe));
  }

  private SignInBook replica(Map<String, Object> settings) {
    ApplicationContext replica = PERSISTENCE.replica(new ManualClock(), settings);
    replicas.push(replica);
    return replica.getBean(SignInBook.class);
  }
}
