package io.vmgate.rest.stream;

import java.time.Duration;

/**
 * Set the pace of streams.
 *
 * @param heartbeat something is written at least so often, so that proxies keep the line and the
 *     client notices when it breaks
 * @param patience how long a client may read nothing of what is written until its line is cut
 * @param look how often both are looked after
 * @param ofAUser how many streams one user may have open on a replica; 0 for any number
 */
public record StreamOptions(Duration heartbeat, Duration patience, Duration look, int ofAUser) {
  /** What a platform has. */
  public static final StreamOptions USUAL =
      new StreamOptions(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(1), 50);

  /** The same with another number of streams a user. */
  public StreamOptions withOfAUser(int other) {
    return new StreamOptions(heartbeat, patience, look, other);
  }
}
