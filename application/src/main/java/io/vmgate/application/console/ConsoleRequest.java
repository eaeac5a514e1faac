package io.vmgate.application.console;

import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Say what a caller wants of a console link.
 *
 * @param protocol null for the one that the machine prefers
 * @param validity how long the link can be redeemed
 * @param takeover whether whoever is on the console then is to be thrown out
 * @param viewOnly whether keys, pointer and clipboard are to be dropped
 * @param extra a JSON object of the caller's, kept with the ticket; null for none
 */
public record ConsoleRequest(
    @Nullable ConsoleProtocol protocol,
    Duration validity,
    boolean takeover,
    boolean viewOnly,
    @Nullable String extra) {
  /** The shortest and the longest validity, and the usual one. */
  public static final Duration SHORTEST = Duration.ofSeconds(10);

  public static final Duration LONGEST = Duration.ofDays(1);
  public static final Duration USUAL = Duration.ofHours(1);
}
