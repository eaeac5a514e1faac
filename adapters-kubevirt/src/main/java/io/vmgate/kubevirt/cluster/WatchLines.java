package io.vmgate.kubevirt.cluster;

import io.vmgate.kubevirt.cluster.ObjectParser.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines of one watch, hands on what they say and remembers how far it came.
 *
 * <p>Lines arrive one after the other but from changing threads of the client; the feed's own
 * thread reads the result when the stream has ended.
 */
final class WatchLines<W extends WireObject, D> implements LineSplitter.Line {
  private static final int GONE = 410;

  private final ObjectParser<W, D> parser;
  private final FeedSink<D> sink;
  private final Runnable heard;
  private final long begunNanos = System.nanoTime();
  private volatile String position;
  private volatile boolean mustRelist;
  private volatile @Nullable String trouble;
  private volatile int taken;

  WatchLines(ObjectParser<W, D> parser, FeedSink<D> sink, Runnable heard, String position) {
    this.parser = parser;
    this.sink = sink;
    this.heard = heard;
    this.position = position;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one line at a time
  public void take(byte[] bytes, int offset, int length) {
    try {
      Event<D> event = parser.event(bytes, offset, length);
      if (event != null) {
        take(event);
      }
      if (trouble == null) {
        taken++;
      }
      heard.run();
    } catch (RuntimeException lost) {
      // An event that was not handed on is lost for good: only a new list makes up for it.
      mustRelist = true;
      throw lost;
    }
  }

  private void take(Event<D> event) {
    switch (event) {
      case Event.Put<D>(var name, var digest, var resourceVersion) -> {
        if (digest == null) {
          sink.removed(name, null);
        } else {
          sink.put(name, digest);
        }
        position = resourceVersion;
      }
      case Event.Removed<D>(var name, var last, var resourceVersion) -> {
        sink.removed(name, last);
        position = resourceVersion;
      }
      case Event.Bookmark<D>(var resourceVersion) -> position = resourceVersion;
      case Event.Trouble<D>(var code, var message) -> {
        mustRelist |= code == GONE;
        trouble = ClusterFailures.refused(code, message);
      }
    }
  }

  /** Where the next watch begins. */
  String position() {
    return position;
  }

  /** Whether the server no longer knows the position, or an event was lost here. */
  boolean mustRelist() {
    return mustRelist;
  }

  /** What the server said was wrong; null when nothing was. */
  @Nullable String trouble() {
    return trouble;
  }

  /** How many lines told of something else than trouble. */
  int taken() {
    return taken;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }
}
