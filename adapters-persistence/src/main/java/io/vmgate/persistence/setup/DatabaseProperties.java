package io.vmgate.persistence.setup;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says in the framework's own properties how the platform uses its database. */
public final class DatabaseProperties {
  private static final String SOURCE = "datasources.default.";

  private DatabaseProperties() {}

  /**
   * Properties for the data source and the migrations.
   *
   * <p>A lost database is noticed fast: a caller waits two and a half seconds for a connection, a
   * statement ends after fifteen, and a silent line after twenty. At start, on the other hand, the
   * database is waited for.
   *
   * @param url of a database that exists, {@code jdbc:postgresql://…}
   * @param username of a role that owns the database and bypasses no row security
   * @param connections the most this replica opens
   */
  public static Map<String, Object> of(
      String url, String username, String password, int connections) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(SOURCE + "url", url);
    properties.put(SOURCE + "username", username);
    properties.put(SOURCE + "password", password);
    properties.put(SOURCE + "driver-class-name", "org.postgresql.Driver");
    properties.put(SOURCE + "dialect", "POSTGRES");
    properties.put(SOURCE + "pool-name", "vmgate");
    properties.put(SOURCE + "maximum-pool-size", connections);
    properties.put(SOURCE + "minimum-idle", Math.min(2, connections));
    properties.put(SOURCE + "connection-timeout", 2_500);
    properties.put(SOURCE + "validation-timeout", 1_000);
    properties.put(SOURCE + "keepalive-time", 30_000);
    properties.put(SOURCE + "max-lifetime", 1_800_000);
    properties.put(SOURCE + "initialization-fail-timeout", 30_000);
    String driver = SOURCE + "data-source-properties.";
    properties.put(driver + "ApplicationName", "vmgate");
    properties.put(driver + "connectTimeout", "2");
    properties.put(driver + "socketTimeout", "20");
    properties.put(driver + "tcpKeepAlive", "true");
    properties.put(driver + "options", "-c statement_timeout=15000");
    properties.put("flyway.datasources.default.enabled", true);
    return properties;
  }
}
