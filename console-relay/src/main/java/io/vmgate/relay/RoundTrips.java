package io.vmgate.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a web socket's other end takes to answer pings. Of several it need answer only
 * the last (RFC 6455 section 5.5.3), so those before an answered one are not waited for any more.
 */
final class RoundTrips {
  /** Who has so many unanswered does not answer, or not in a time that anybody wants to know. */
  static final int MOST_UNANSWERED = 16;

  private record Sent(long id, long atNanos) {}

  private final LongSupplier nanoTime;
  private final ArrayDeque<Sent> unanswered = new ArrayDeque<>();
  private long lastId;

  /** Measure by this clock, which counts nanoseconds from anywhere. */
  RoundTrips(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A ping is sent now; answers the id that it is to carry. */
  long begin() {
    if (unanswered.size() == MOST_UNANSWERED) {
      unanswered.removeFirst();
    }
    unanswered.addLast(new Sent(++lastId, nanoTime.getAsLong()));
    return lastId;
  }

  /** The answer has come; null when nobody waits for one to such a ping. */
  @Nullable Duration end(long id) {
    for (Iterator<Sent> all = unanswered.iterator(); all.hasNext(); ) {
      Sent next = all.next();
      if (next.id > id) {
        return null;
      }
      all.remove();
      if (next.id == id) {
        return Duration.ofNanos(nanoTime.getAsLong() - next.atNanos);
      }
    }
    return null;
  }

  /** What is on its way is not measured: it would be answered long before it is heard. */
  void forget() {
    unanswered.clear();
  }
}
