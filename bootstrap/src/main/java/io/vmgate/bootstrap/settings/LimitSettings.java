package io.vmgate.bootstrap.settings;

import io.vmgate.application.limit.Limits;
import io.vmgate.rest.client.ForwardedHeader;
import io.vmgate.rest.client.TrustedProxies;
import java.util.Arrays;
import java.util.List;

/**
 * Read how often may be called, and who may say where a call comes from; docs/operations.md lists
 * the variables.
 */
public final class LimitSettings {
  private static final String CALLS = "VMGATE_CALL_LIMIT";
  private static final String SIGN_INS_BY_NAME = "VMGATE_SIGN_IN_NAME_LIMIT";
  private static final String SIGN_INS_BY_ADDRESS = "VMGATE_SIGN_IN_ADDRESS_LIMIT";
  private static final String CONSOLE_TICKETS = "VMGATE_CONSOLE_TICKET_LIMIT";
  private static final String PROXIES = "VMGATE_TRUSTED_PROXIES";
  private static final String HEADER = "VMGATE_FORWARDED_HEADER";

  /** The variables that are read. */
  public static final List<String> VARIABLES =
      List.of(CALLS, SIGN_INS_BY_NAME, SIGN_INS_BY_ADDRESS, CONSOLE_TICKETS, PROXIES, HEADER);

  private static final int MOST_CALLS = 1_000_000;

  private LimitSettings() {}

  static Limits limits(Environment environment) {
    Limits usual = Limits.USUAL;
    return Limits.perMinute(
        environment.number(CALLS, usual.calls().calls(), 0, MOST_CALLS),
        environment.number(SIGN_INS_BY_NAME, usual.signInsByName().calls(), 0, MOST_CALLS),
        environment.number(SIGN_INS_BY_ADDRESS, usual.signInsByAddress().calls(), 0, MOST_CALLS),
        environment.number(CONSOLE_TICKETS, usual.consoleTickets().calls(), 0, MOST_CALLS));
  }

  static TrustedProxies proxies(Environment environment) {
    try {
      return TrustedProxies.parse(environment.text(PROXIES).orElse(""), header(environment));
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(
          PROXIES
              + " is no list of addresses and ranges such as 10.0.0.0/8, fd00::1: "
              + wrong.getMessage(),
          wrong);
    }
  }

  private static ForwardedHeader header(Environment environment) {
    String name = environment.text(HEADER).orElse(ForwardedHeader.X_FORWARDED_FOR.wireName());
    return Arrays.stream(ForwardedHeader.values())
        .filter(header -> header.wireName().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    HEADER + " is neither X-Forwarded-For nor Forwarded: " + name));
  }
}
