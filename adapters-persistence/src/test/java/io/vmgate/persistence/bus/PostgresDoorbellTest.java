package io.vmgate.persistence.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.bus.Doorbell;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.Persistence;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.bus.DoorbellContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresDoorbellTest implements DoorbellContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public Doorbell doorbell() {
    return PERSISTENCE.get(Doorbell.class);
  }

  @Test
  void wakesOtherReplicasOnceTheTransactionHasCommitted() {
    PostgresTransactions transactions = PERSISTENCE.get(PostgresTransactions.class);
    Ears ears = new Ears();
    try (var replica = PERSISTENCE.replica(new ManualClock());
        var _ = replica.getBean(Doorbell.class).listen("contract", ears)) {
      await().atMost(PATIENCE).until(() -> ears.gaps.get() > 0);

      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  transactions.inTenant(
                      new TenantId("acme"),
                      () -> {
                        doorbell().ring("contract", "undone");
                        throw new IllegalStateException("undo it");
                      }));
      transactions.inTenant(
          new TenantId("acme"),
          () -> {
            doorbell().ring("contract", "done");
            return true;
          });

      await().atMost(PATIENCE).until(() -> !ears.heard.isEmpty());
      assertThat(ears.heard).containsExactly("done");
    }
  }

  @Test
  void comesBackWhenItsConnectionIsCutAndSaysThatItMayHaveMissedSomething() throws SQLException {
    Ears ears = new Ears();
    try (var _ = doorbell().listen("contract", ears)) {
      await().atMost(PATIENCE).until(() -> ears.gaps.get() > 0);
      int gaps = ears.gaps.get();

      try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'vmgate bus' AND datname = current_database()");
      }

      await().atMost(PATIENCE).until(() -> ears.gaps.get() > gaps);
      doorbell().ring("contract", "again");
      await().atMost(PATIENCE).until(() -> ears.heard.contains("again"));
    }
  }
}
