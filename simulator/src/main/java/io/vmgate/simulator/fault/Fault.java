package io.vmgate.simulator.fault;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong.
 *
 * @param method the HTTP method it strikes; empty for all
 * @param path found anywhere in the path it strikes; matches all if empty
 * @param times how many requests it strikes; 0 for no limit
 * @param period how long it lasts; zero for no limit
 */
public record Fault(Effect effect, String method, Pattern path, int times, Duration period) {
  public Fault {
    if (times < 0 || period.isNegative()) {
      throw new IllegalArgumentException("Times and period must not be negative");
    }
  }

  /** What a struck request meets. */
  public sealed interface Effect {
    /**
     * An answer in place of the right one.
     *
     * @param status 429, 500 or 503
     * @param retryAfterSeconds sent with 429
     */
    record Refusal(int status, int retryAfterSeconds) implements Effect {
      public Refusal {
        if (status != 429 && status != 500 && status != 503) {
          throw new IllegalArgumentException("The status must be 429, 500 or 503: " + status);
        }
      }
    }

    /** The right answer, but late. */
    record Delay(Duration length) implements Effect {}

    /** No answer: the connection is cut. */
    record Cut() implements Effect {}
  }

  /** Answer the next requests, whatever they are, with a status. */
  public static Fault next(int times, int status) {
    return new Fault(new Effect.Refusal(status, 1), "", Pattern.compile(""), times, Duration.ZERO);
  }

  /** Answer every request with a status for a while. */
  public static Fault during(Duration period, int status) {
    return new Fault(new Effect.Refusal(status, 1), "", Pattern.compile(""), 0, period);
  }

  /** Answer every request late, until the faults are cleared. */
  public static Fault delay(Duration length) {
    return new Fault(new Effect.Delay(length), "", Pattern.compile(""), 0, Duration.ZERO);
  }

  public Fault onlyFor(String wantedMethod, String pathPattern) {
    return new Fault(effect, wantedMethod, Pattern.compile(pathPattern), times, period);
  }

  boolean strikes(String requestMethod, String requestPath) {
    return (method.isEmpty() || method.equals(requestMethod)) && path.matcher(requestPath).find();
  }
}
