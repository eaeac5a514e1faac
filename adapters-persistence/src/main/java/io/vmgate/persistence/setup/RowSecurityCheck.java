package io.vmgate.persistence.setup;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.jdbc.DataSourceResolver;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Refuses to start as a role that row security does not stop: one of the two walls between tenants
 * would be missing, and nothing else would show it.
 */
@Singleton
@Requires(beans = DataSource.class)
final class RowSecurityCheck implements ApplicationEventListener<StartupEvent> {
  private final DataSource dataSource;

  RowSecurityCheck(DataSource dataSource, DataSourceResolver resolver) {
    // The injected one only serves inside a transaction of the framework's.
    this.dataSource = resolver.resolve(dataSource);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet role =
            statement.executeQuery(
                "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles"
                    + " WHERE rolname = current_user")) {
      if (role.next() && role.getBoolean(2)) {
        throw new IllegalStateException(
            "The database role \""
                + role.getString(1)
                + "\" is a superuser or bypasses row-level security, which keeps tenants apart."
                + " Let VMGate connect as a role of its own: CREATE ROLE vmgate LOGIN PASSWORD"
                + " '…'; CREATE DATABASE vmgate OWNER vmgate;");
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("the database role could not be checked", failed);
    }
  }
}
