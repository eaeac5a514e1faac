package io.vmgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.application.access.AccessLimits;
import io.vmgate.application.console.ConsoleLimits;
import io.vmgate.application.limit.Limits;
import io.vmgate.application.task.TaskLimits;
import io.vmgate.bootstrap.settings.PlatformSettings.Database;
import io.vmgate.bootstrap.settings.PlatformSettings.LogFormat;
import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.limit.Limit;
import io.vmgate.rest.client.ForwardedHeader;
import io.vmgate.rest.client.PublicAddress;
import io.vmgate.rest.client.TrustedProxies;
import io.vmgate.rest.console.AllowedOrigins;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformSettingsTest {
  private static final String URL = "jdbc:postgresql://db:5432/vmgate";

  @Test
  void hasDefaultsForAllButTheDatabase() {
    assertThat(PlatformSettings.from(new Environment(Map.of("VMGATE_DATABASE_URL", URL))))
        .isEqualTo(
            new PlatformSettings(
                "0.0.0.0",
                8080,
                Optional.empty(),
                new Database(URL, "vmgate", "", 10),
                Optional.empty(),
                Optional.empty(),
                ZoneId.systemDefault(),
                Duration.ofHours(2),
                RefreshTerms.of(Duration.ofHours(12), Duration.ofDays(7)),
                Optional.empty(),
                TaskLimits.USUAL,
                Limits.USUAL,
                TrustedProxies.NONE,
                StreamSettings.USUAL,
                ConsoleSettings.USUAL,
                access(AccessQuota.USUAL, Duration.ofHours(24), 30),
                LogFormat.JSON));
  }

  @Test
  void takesEveryVariable() {
    Map<String, String> variables = new HashMap<>();
    variables.put("VMGATE_HOST", "127.0.0.1");
    variables.put("VMGATE_PORT", "9090");
    variables.put("VMGATE_MANAGEMENT_PORT", "9091");
    variables.put("VMGATE_DATABASE_URL", URL);
    variables.put("VMGATE_DATABASE_USER", "platform");
    variables.put("VMGATE_DATABASE_PASSWORD", "secret");
    variables.put("VMGATE_DATABASE_CONNECTIONS", "25");
    variables.put("VMGATE_KUBECONFIG", "/etc/vmgate/kubeconfig");
    variables.put("VMGATE_PUBLIC_NODE_ADDRESS", "vms.example.com");
    variables.put("VMGATE_TIME_ZONE", "Asia/Shanghai");
    variables.put("VMGATE_TOKEN_LIFETIME", "30m");
    variables.put("VMGATE_SIGN_IN_IDLE", "31m");
    variables.put("VMGATE_SIGN_IN_LIFETIME", "32h");
    variables.put("VMGATE_TENANTS_FILE", "/etc/vmgate/tenants.json");
    variables.put("VMGATE_LOG_FORMAT", "text");
    variables.put("VMGATE_ACCESS_SERVICES", "7");
    variables.put("VMGATE_ACCESS_TYPES", "NodePort, ClusterIP");
    variables.put("VMGATE_NODE_PORT_RANGE", "31000-31999");
    variables.put("VMGATE_PROBE_LIMIT", "8");
    variables.put("VMGATE_TASK_START_LIMIT", "11m");
    variables.put("VMGATE_TASK_STOP_LIMIT", "12m");
    variables.put("VMGATE_TASK_RESTART_LIMIT", "13m");
    variables.put("VMGATE_TASK_PAUSE_LIMIT", "14m");
    variables.put("VMGATE_TASK_HELD_UP_LIMIT", "15m");
    variables.put("VMGATE_TASK_CLUSTER_CALLS", "16");
    variables.put("VMGATE_TASK_RETENTION", "17d");
    variables.put("VMGATE_IDEMPOTENCY_RETENTION", "18h");
    variables.put("VMGATE_CALL_LIMIT", "19");
    variables.put("VMGATE_SIGN_IN_NAME_LIMIT", "20");
    variables.put("VMGATE_SIGN_IN_ADDRESS_LIMIT", "21");
    variables.put("VMGATE_CONSOLE_TICKET_LIMIT", "0");
    variables.put("VMGATE_TRUSTED_PROXIES", "10.0.0.0/8, fd00::1");
    variables.put("VMGATE_FORWARDED_HEADER", "forwarded");
    variables.put("VMGATE_STREAM_RETENTION", "19m");
    variables.put("VMGATE_EVENT_RETENTION", "20d");
    variables.put("VMGATE_STREAM_LIMIT", "21");
    variables.put("VMGATE_CONSOLE_IDLE_LIMIT", "22m");
    variables.put("VMGATE_CONSOLE_LONGEST", "23h");
    variables.put("VMGATE_CONSOLE_DIAL_LIMIT", "24s");
    variables.put("VMGATE_CONSOLE_ORIGINS", "https://one.example.org, https://two.example.org");
    variables.put("VMGATE_CONSOLE_RETENTION", "25d");
    variables.put("VMGATE_PUBLIC_URL", "https://vm.example.org/");

    assertThat(PlatformSettings.from(new Environment(variables)))
        .isEqualTo(
            new PlatformSettings(
                "127.0.0.1",
                9090,
                Optional.of(9091),
                new Database(URL, "platform", "secret", 25),
                Optional.of(Path.of("/etc/vmgate/kubeconfig")),
                Optional.of("vms.example.com"),
                ZoneId.of("Asia/Shanghai"),
                Duration.ofMinutes(30),
                RefreshTerms.of(Duration.ofMinutes(31), Duration.ofHours(32)),
                Optional.of(Path.of("/etc/vmgate/tenants.json")),
                new TaskLimits(
                    Duration.ofMinutes(11),
                    Duration.ofMinutes(12),
                    Duration.ofMinutes(13),
                    Duration.ofMinutes(14),
                    Duration.ofMinutes(15),
                    TaskLimits.USUAL.askPatience(),
                    TaskLimits.USUAL.settle(),
                    TaskLimits.USUAL.lease(),
                    16,
                    TaskLimits.USUAL.tasksAtOnce(),
                    Duration.ofDays(17),
                    Duration.ofHours(18)),
                Limits.perMinute(19, 20, 21, 0),
                TrustedProxies.parse("10.0.0.0/8,fd00::1", ForwardedHeader.FORWARDED),
                new StreamSettings(Duration.ofMinutes(19), Duration.ofDays(20), 21),
                new ConsoleSettings(
                    new ConsoleLimits(
                        Duration.ofSeconds(24),
                        Duration.ofMinutes(22),
                        Duration.ofHours(23),
                        ConsoleLimits.USUAL.ping(),
                        ConsoleLimits.USUAL.afterthought()),
                    new AllowedOrigins(
                        Set.of("https://one.example.org", "https://two.example.org")),
                    PublicAddress.parse("https://vm.example.org"),
                    Duration.ofDays(25)),
                access(
                    new AccessQuota(
                        7,
                        Set.of(ServiceType.NODE_PORT, ServiceType.CLUSTER_IP),
                        new PortRange(31_000, 31_999)),
                    Duration.ofHours(18),
                    8),
                LogFormat.TEXT));
  }

  private static AccessLimits access(AccessQuota usual, Duration requestKeys, int probes) {
    return new AccessLimits(
        usual,
        requestKeys,
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Limit.exact("probes", probes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VMGATE_PORT                 | 65536          | VMGATE_PORT is not a whole number from 0 to 65535: 65536
          VMGATE_PORT                 | http           | VMGATE_PORT is not a whole number from 0 to 65535: http
          VMGATE_MANAGEMENT_PORT      | -1             | VMGATE_MANAGEMENT_PORT is not a whole number from 0 to 65535: -1
          VMGATE_DATABASE_CONNECTIONS | 0              | VMGATE_DATABASE_CONNECTIONS is not a whole number from 1 to 1000: 0
          VMGATE_TIME_ZONE            | Mars/Olympus   | VMGATE_TIME_ZONE is not a time zone such as Asia/Shanghai or UTC: Mars/Olympus
          VMGATE_TOKEN_LIFETIME       | soon           | VMGATE_TOKEN_LIFETIME is not a duration such as 30s, 15m, 2h or 7d: soon
          VMGATE_SIGN_IN_IDLE         | 1h             | VMGATE_SIGN_IN_IDLE is shorter than VMGATE_TOKEN_LIFETIME: nothing could be renewed
          VMGATE_SIGN_IN_IDLE         | never          | VMGATE_SIGN_IN_IDLE is not a duration such as 30s, 15m, 2h or 7d: never
          VMGATE_TOKEN_LIFETIME       | -5m            | VMGATE_TOKEN_LIFETIME is not a duration such as 30s, 15m, 2h or 7d: -5m
          VMGATE_LOG_FORMAT           | xml            | VMGATE_LOG_FORMAT is neither json nor text: xml
          VMGATE_ACCESS_SERVICES      | -1             | VMGATE_ACCESS_SERVICES is not a whole number from 0 to 100000: -1
          VMGATE_ACCESS_TYPES         | NodePort,      | VMGATE_ACCESS_TYPES is no list of NodePort, LoadBalancer, ClusterIP: NodePort,
          VMGATE_NODE_PORT_RANGE      | 30000          | VMGATE_NODE_PORT_RANGE is no range of ports such as 30000-32767: 30000
          VMGATE_CALL_LIMIT           | -1             | VMGATE_CALL_LIMIT is not a whole number from 0 to 1000000: -1
          VMGATE_TRUSTED_PROXIES      | 10.0.0.0/40    | VMGATE_TRUSTED_PROXIES is no list of addresses and ranges such as 10.0.0.0/8, fd00::1: not a range of addresses: 10.0.0.0/40
          VMGATE_FORWARDED_HEADER     | X-Real-IP      | VMGATE_FORWARDED_HEADER is neither X-Forwarded-For nor Forwarded: X-Real-IP
          VMGATE_PUBLIC_URL           | vm.example.org | VMGATE_PUBLIC_URL is no address such as https://vm.example.org: vm.example.org
          VMGATE_DATABASE_URL         | mysql://db     | VMGATE_DATABASE_URL is not a PostgreSQL address (jdbc:postgresql://host:5432/vmgate)
          """)
  void namesTheVariableThatIsWrong(String name, String value, String sentence) {
    Map<String, String> variables = new HashMap<>(Map.of("VMGATE_DATABASE_URL", URL));
    variables.put(name, value);

    assertThatThrownBy(() -> PlatformSettings.from(new Environment(variables)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({"30s,PT30S", "15m,PT15M", "2h,PT2H", "7d,P7D", "PT1H30M,PT1H30M"})
  void readsDurations(String text, Duration duration) {
    assertThat(new Environment(Map.of("D", text)).duration("D", Duration.ofDays(99)))
        .isEqualTo(duration);
  }

  @Test
  void keepsThePasswordOutOfLogs() {
    PlatformSettings settings =
        PlatformSettings.from(
            new Environment(
                Map.of("VMGATE_DATABASE_URL", URL, "VMGATE_DATABASE_PASSWORD", "hunter2")));

    assertThat(settings.toString()).doesNotContain("hunter2");
  }
}
