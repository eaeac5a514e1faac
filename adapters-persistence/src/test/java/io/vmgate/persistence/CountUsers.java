package io.vmgate.persistence;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.ResultSet;

/** A statement that forgets the tenant. */
@Singleton
class CountUsers {
  private final JdbcOperations operations;

  CountUsers(JdbcOperations operations) {
    this.operations = operations;
  }

  int count() {
    return operations.prepareStatement(
        "SELECT count(*) FROM user_account",
        statement -> {
          try (ResultSet count = statement.executeQuery()) {
            count.next();
            return count.getInt(1);
          }
        });
  }
}
