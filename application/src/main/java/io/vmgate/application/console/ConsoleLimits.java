package io.vmgate.application.console;

import java.time.Duration;

/**
 * Say how long things about consoles may take.
 *
 * @param dialPatience for the line to the machine
 * @param idle ends a session whose viewer has sent nothing of a person's for so long
 * @param longest ends any session after so long
 * @param ping how often the viewer is asked for a sign of life
 * @param afterthought how long to wait, once a line has ended in silence, for the inventory to hear
 *     why
 */
public record ConsoleLimits(
    Duration dialPatience, Duration idle, Duration longest, Duration ping, Duration afterthought) {
  /** What is right for most. */
  public static final ConsoleLimits USUAL =
      new ConsoleLimits(
          Duration.ofSeconds(15),
          Duration.ofHours(1),
          Duration.ofHours(12),
          Duration.ofSeconds(20),
          Duration.ofSeconds(3));
}
