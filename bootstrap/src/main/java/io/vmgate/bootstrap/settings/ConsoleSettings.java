package io.vmgate.bootstrap.settings;

import io.vmgate.application.console.ConsoleLimits;
import io.vmgate.rest.client.PublicAddress;
import io.vmgate.rest.console.AllowedOrigins;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Read how consoles are run; docs/operations.md lists the variables.
 *
 * @param limits how long things about consoles may take
 * @param origins whose pages may open consoles besides the platform's own
 * @param publicAddress where links lead to
 * @param retention how long a session is kept after it has ended
 */
public record ConsoleSettings(
    ConsoleLimits limits, AllowedOrigins origins, PublicAddress publicAddress, Duration retention) {
  /** What holds unless an operator says otherwise. */
  public static final ConsoleSettings USUAL =
      new ConsoleSettings(
          ConsoleLimits.USUAL,
          new AllowedOrigins(Set.of()),
          PublicAddress.OF_THE_REQUEST,
          Duration.ofDays(30));

  private static final String IDLE = "VMGATE_CONSOLE_IDLE_LIMIT";
  private static final String LONGEST = "VMGATE_CONSOLE_LONGEST";
  private static final String DIAL = "VMGATE_CONSOLE_DIAL_LIMIT";
  private static final String ORIGINS = "VMGATE_CONSOLE_ORIGINS";
  private static final String RETENTION = "VMGATE_CONSOLE_RETENTION";
  private static final String PUBLIC_URL = "VMGATE_PUBLIC_URL";

  /** The variables that are read. */
  public static final List<String> VARIABLES =
      List.of(IDLE, LONGEST, DIAL, ORIGINS, RETENTION, PUBLIC_URL);

  static ConsoleSettings from(Environment environment) {
    ConsoleLimits usual = ConsoleLimits.USUAL;
    return new ConsoleSettings(
        new ConsoleLimits(
            environment.duration(DIAL, usual.dialPatience()),
            environment.duration(IDLE, usual.idle()),
            environment.duration(LONGEST, usual.longest()),
            usual.ping(),
            usual.afterthought()),
        origins(environment),
        publicAddress(environment),
        environment.duration(RETENTION, USUAL.retention()));
  }

  private static AllowedOrigins origins(Environment environment) {
    return new AllowedOrigins(
        Arrays.stream(environment.text(ORIGINS).orElse("").split(","))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static PublicAddress publicAddress(Environment environment) {
    try {
      return environment
          .text(PUBLIC_URL)
          .map(PublicAddress::parse)
          .orElse(PublicAddress.OF_THE_REQUEST);
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(
          PUBLIC_URL
              + " is no address such as https://vm.example.org: "
              + environment.text(PUBLIC_URL).orElse(""),
          wrong);
    }
  }
}
