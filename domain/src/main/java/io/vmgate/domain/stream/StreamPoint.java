package io.vmgate.domain.stream;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mark a place among the changes: whoever was told it has heard of all that came before.
 *
 * <p>To go on from a point may repeat some of what came before it, and leaves out nothing.
 *
 * @param log which database's changes; another one, or the same set up anew, has another
 * @param position grows; a distance means nothing
 */
public record StreamPoint(UUID log, long position) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})-([0-9]{1,18})");
  private static final int HALF = 16;

  /** Read a point as it was written; empty for any other text. */
  public static Optional<StreamPoint> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String log = matcher.group(1);
    return Optional.of(
        new StreamPoint(
            new UUID(
                Long.parseUnsignedLong(log.substring(0, HALF), HALF),
                Long.parseUnsignedLong(log.substring(HALF), HALF)),
            Long.parseLong(matcher.group(2))));
  }

  /** The further one of two points of the same log; of two logs, the other. */
  public StreamPoint orLater(StreamPoint other) {
    return log.equals(other.log) && position > other.position ? this : other;
  }

  /** As it goes out to those who follow: letters, digits and a dash. */
  @Override
  public String toString() {
    return "%016x%016x-%d"
        .formatted(log.getMostSignificantBits(), log.getLeastSignificantBits(), position);
  }
}
