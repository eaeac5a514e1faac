package io.vmgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.AuthFailure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailuresTest {
  @ParameterizedTest
  @ValueSource(strings = {"08006", "08001", "28P01", "53300", "57P01", "57P03", "57014", "25006"})
  void knowsADatabaseThatIsAway(String state) {
    RuntimeException thrown = new IllegalStateException(new SQLException("away", state));
    assertThat(DatabaseFailures.translate(thrown))
        .isInstanceOfSatisfying(
            FailureException.class,
            it -> assertThat(it.failure()).isEqualTo(new PlatformFailure.DatabaseUnreachable()))
        .hasCause(thrown);
  }

  @Test
  void knowsAPoolThatHasWaitedEnough() {
    RuntimeException thrown =
        new IllegalStateException(new SQLTransientConnectionException("timed out after 2500ms"));
    assertThat(DatabaseFailures.translate(thrown)).isInstanceOf(FailureException.class);
  }

  @Test
  void knowsAConnectionThatThePoolHasGivenUp() {
    RuntimeException thrown = new IllegalStateException(new SQLException("Connection is closed"));
    assertThat(DatabaseFailures.translate(thrown)).isInstanceOf(FailureException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "23503", "42P01", "22001", "40001"})
  void leavesAWrongStatementAsItIs(String state) {
    RuntimeException thrown = new IllegalStateException(new SQLException("wrong", state));
    assertThat(DatabaseFailures.translate(thrown)).isSameAs(thrown);
  }

  @Test
  void leavesFailuresAndBugsAsTheyAre() {
    RuntimeException failure = new AuthFailure.BadCredentials().toException();
    RuntimeException bug = new IllegalStateException("bug");
    assertThat(DatabaseFailures.translate(failure)).isSameAs(failure);
    assertThat(DatabaseFailures.translate(bug)).isSameAs(bug);
  }
}
