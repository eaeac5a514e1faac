package io.vmgate.persistence.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.duty.Duties;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.persistence.Persistence;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.testkit.duty.DutiesContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresDutiesTest implements DutiesContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public Duties noDuties() {
    return PERSISTENCE.get(Duties.class);
  }

  @Override
  public void wait(Duties duties) {
    await().atMost(Duration.ofSeconds(10)).until(PostgresDutiesTest::hasRunOut);
  }

  @Override
  public boolean holds(Duties duties, Duty duty) {
    return PERSISTENCE
        .get(PostgresTransactions.class)
        .outsideTenants(() -> PERSISTENCE.get(PostgresDuties.class).holds(duty));
  }

  @Test
  void letsNobodyTakeOverWhileTheHolderWrites() throws Exception {
    Duties duties = noDuties();
    Duty duty = duties.take("cook", ONE, SHORT).orElseThrow();
    wait(duties);
    Thread[] taker = new Thread[1];

    boolean held =
        PERSISTENCE
            .get(PostgresTransactions.class)
            .outsideTenants(
                () -> {
                  boolean mine = PERSISTENCE.get(PostgresDuties.class).holds(duty);
                  taker[0] = Thread.ofVirtual().start(() -> duties.take("cook", TWO, LONG));
                  await().atMost(Duration.ofSeconds(10)).until(PostgresDutiesTest::somebodyWaits);
                  return mine && PERSISTENCE.get(PostgresDuties.class).holds(duty);
                });

    assertThat(held).isTrue();
    taker[0].join();
    assertThat(holds(duties, duty)).isFalse();
  }

  private static boolean hasRunOut() {
    return ask("SELECT lease_end <= clock_timestamp() FROM duty WHERE name = 'cook'");
  }

  private static boolean somebodyWaits() {
    return ask(
        "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            + " OR l.database IS NULL WHERE NOT l.granted)");
  }

  private static boolean ask(String question) {
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
