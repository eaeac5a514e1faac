package io.vmgate.persistence.bus;

import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Where the bus connects to: as the pool does, with limits of its own. */
@Singleton
final class BusSettings {
  private final String url;
  private final String username;
  private final String password;

  BusSettings(
      @Property(name = "datasources.default.url") String url,
      @Property(name = "datasources.default.username") String username,
      @Property(name = "datasources.default.password") String password) {
    this.url = url;
    this.username = username;
    this.password = password;
  }

  /** Open a connection that reads what was written for all tenants; the caller closes it. */
  Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.put("user", username);
    properties.put("password", password);
    properties.put("ApplicationName", "vmgate bus");
    properties.put("connectTimeout", "2");
    properties.put("socketTimeout", "10");
    properties.put("tcpKeepAlive", "true");
    properties.put("options", "-c statement_timeout=8000 -c vmgate.across=on");
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setAutoCommit(true);
    return connection;
  }
}
