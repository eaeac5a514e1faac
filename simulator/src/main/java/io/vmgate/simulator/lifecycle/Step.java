package io.vmgate.simulator.lifecycle;

import java.time.Duration;

/**
 * What happens next to an object.
 *
 * @param name tells this step from the ones before and after it
 * @param delay how long it takes at pace 1
 */
record Step(String name, Duration delay, Runnable action) {
  static Step in(long millis, String name, Runnable action) {
    return new Step(name, Duration.ofMillis(millis), action);
  }
}
