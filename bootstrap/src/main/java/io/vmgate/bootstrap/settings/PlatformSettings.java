package io.vmgate.bootstrap.settings;

import io.vmgate.application.access.AccessLimits;
import io.vmgate.application.limit.Limits;
import io.vmgate.application.task.TaskLimits;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.rest.client.TrustedProxies;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Hold what an operator sets; docs/operations.md lists the variables.
 *
 * @param host the address to listen on
 * @param port of the contract; 0 for any free one
 * @param managementPort of health, metrics and key rotation; empty to serve them on the contract's
 * @param database where the platform keeps what is its own
 * @param kubeconfig of the cluster; empty to use the pod's own service account
 * @param publicNodeAddress what stands in front of node ports; empty to take the nodes' own
 * @param timeZone that all times in answers are in
 * @param tokenLifetime how long a token lasts
 * @param refresh how long sign-ins can be renewed
 * @param tenantsFile tenants and users to set up at start; empty for none
 * @param tasks how long operations may take and how many run at once
 * @param limits how often may be called
 * @param proxies whose word is taken for where a call comes from
 * @param stream how long changes and events are kept
 * @param consoles how consoles are run
 * @param access what may be published
 * @param logFormat of the log on standard output
 */
public record PlatformSettings(
    String host,
    int port,
    Optional<Integer> managementPort,
    Database database,
    Optional<Path> kubeconfig,
    Optional<String> publicNodeAddress,
    ZoneId timeZone,
    Duration tokenLifetime,
    RefreshTerms refresh,
    Optional<Path> tenantsFile,
    TaskLimits tasks,
    Limits limits,
    TrustedProxies proxies,
    StreamSettings stream,
    ConsoleSettings consoles,
    AccessLimits access,
    LogFormat logFormat) {
  private static final int DEFAULT_PORT = 8080;
  private static final int DEFAULT_CONNECTIONS = 10;
  private static final int MOST_CONNECTIONS = 1000;
  private static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofHours(2);

  /** How log lines look. */
  public enum LogFormat {
    /** One JSON object a line, for collectors. */
    JSON,
    /** For people. */
    TEXT
  }

  /**
   * A PostgreSQL database.
   *
   * @param url {@code jdbc:postgresql://…}
   * @param connections the most that this replica opens
   */
  public record Database(String url, String user, String password, int connections) {
    @Override
    public String toString() {
      return "Database[" + url + " as " + user + "]"; // the password belongs in no log
    }
  }

  /**
   * Read all settings.
   *
   * @throws SettingsException naming the variable that is missing or wrong
   */
  public static PlatformSettings from(Environment environment) {
    return new PlatformSettings(
        environment.text("VMGATE_HOST").orElse("0.0.0.0"),
        environment.port("VMGATE_PORT", DEFAULT_PORT),
        environment
            .text("VMGATE_MANAGEMENT_PORT")
            .map(_ -> environment.port("VMGATE_MANAGEMENT_PORT", 0)),
        database(environment),
        environment.path("VMGATE_KUBECONFIG"),
        environment.text("VMGATE_PUBLIC_NODE_ADDRESS"),
        environment.zone("VMGATE_TIME_ZONE", ZoneId.systemDefault()),
        environment.duration("VMGATE_TOKEN_LIFETIME", DEFAULT_TOKEN_LIFETIME),
        refresh(environment),
        environment.path("VMGATE_TENANTS_FILE"),
        TaskSettings.from(environment),
        LimitSettings.limits(environment),
        LimitSettings.proxies(environment),
        StreamSettings.from(environment),
        ConsoleSettings.from(environment),
        AccessSettings.from(environment, TaskSettings.from(environment).requestKeys()),
        logFormat(environment));
  }

  /**
   * Tell whether the environment is that of a production platform rather than of a bare machine.
   */
  public static boolean isProduction(Environment environment) {
    return environment.text("VMGATE_DATABASE_URL").isPresent();
  }

  private static RefreshTerms refresh(Environment environment) {
    RefreshTerms usual = RefreshTerms.USUAL;
    Duration idle = environment.duration("VMGATE_SIGN_IN_IDLE", usual.idle());
    if (idle.compareTo(environment.duration("VMGATE_TOKEN_LIFETIME", DEFAULT_TOKEN_LIFETIME)) < 0) {
      throw new SettingsException(
          "VMGATE_SIGN_IN_IDLE is shorter than VMGATE_TOKEN_LIFETIME: nothing could be renewed");
    }
    return RefreshTerms.of(idle, environment.duration("VMGATE_SIGN_IN_LIFETIME", usual.longest()));
  }

  private static Database database(Environment environment) {
    String url =
        environment
            .text("VMGATE_DATABASE_URL")
            .orElseThrow(() -> new SettingsException("VMGATE_DATABASE_URL is not set"));
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new SettingsException(
          "VMGATE_DATABASE_URL is not a PostgreSQL address (jdbc:postgresql://host:5432/vmgate)");
    }
    return new Database(
        url,
        environment.text("VMGATE_DATABASE_USER").orElse("vmgate"),
        environment.text("VMGATE_DATABASE_PASSWORD").orElse(""),
        environment.number(
            "VMGATE_DATABASE_CONNECTIONS", DEFAULT_CONNECTIONS, 1, MOST_CONNECTIONS));
  }

  private static LogFormat logFormat(Environment environment) {
    return switch (environment.text("VMGATE_LOG_FORMAT").orElse("json")) {
      case "json" -> LogFormat.JSON;
      case "text" -> LogFormat.TEXT;
      case String other ->
          throw new SettingsException("VMGATE_LOG_FORMAT is neither json nor text: " + other);
    };
  }
}
