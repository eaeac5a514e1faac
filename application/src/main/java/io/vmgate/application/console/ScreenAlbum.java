package io.vmgate.application.console;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps the last picture of each screen for a few seconds, so that a page full of thumbnails costs
 * the cluster one picture a machine however many look at it, and few at a time. What it holds is
 * bounded; the oldest goes first. Safe for any number of threads.
 */
final class ScreenAlbum {
  private static final long MOST_BYTES = 64L << 20;

  private record Picture(byte[] png, Instant takenAt) {}

  private final Map<VmId, CompletableFuture<Picture>> pictures = new LinkedHashMap<>();
  private final Semaphore cameras;
  private final Duration freshness;
  private final Duration patience;
  private final InstantSource clock;
  private long bytes;

  /**
   * Keep pictures.
   *
   * @param atOnce how many are taken at the same time
   * @param patience how long to wait for a turn
   */
  ScreenAlbum(int atOnce, Duration freshness, Duration patience, InstantSource clock) {
    this.cameras = new Semaphore(atOnce);
    this.freshness = freshness;
    this.patience = patience;
    this.clock = clock;
  }

  /** The machine's picture; taken now unless there is a fresh one, or one is just being taken. */
  byte[] of(VmId vm, Supplier<byte[]> camera) {
    CompletableFuture<Picture> mine = new CompletableFuture<>();
    CompletableFuture<Picture> other;
    synchronized (pictures) {
      dropOld();
      other = pictures.putIfAbsent(vm, mine);
    }
    if (other != null) {
      return join(other);
    }
    try {
      Picture picture = new Picture(take(camera), clock.instant());
      keep(vm, mine, picture);
      return picture.png();
    } catch (RuntimeException | Error failed) { // whatever it is: others wait for this picture
      synchronized (pictures) {
        pictures.remove(vm, mine);
      }
      mine.completeExceptionally(failed);
      throw failed;
    }
  }

  private byte[] take(Supplier<byte[]> camera) {
    try {
      if (!cameras.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new PlatformFailure.ClusterTimedOut(patience).toException();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformFailure.ClusterTimedOut(patience).toException(interrupted);
    }
    try {
      return camera.get();
    } finally {
      cameras.release();
    }
  }

  private void keep(VmId vm, CompletableFuture<Picture> mine, Picture picture) {
    synchronized (pictures) {
      if (pictures.remove(vm, mine)) {
        pictures.put(vm, mine); // by age, oldest first
        bytes += picture.png().length;
      }
      mine.complete(picture);
      dropOld();
    }
  }

  private void dropOld() {
    Instant stale = clock.instant().minus(freshness);
    Iterator<CompletableFuture<Picture>> oldestFirst = pictures.values().iterator();
    while (oldestFirst.hasNext()) {
      CompletableFuture<Picture> one = oldestFirst.next();
      if (one.state() == CompletableFuture.State.SUCCESS
          && (bytes > MOST_BYTES || !one.resultNow().takenAt().isAfter(stale))) {
        bytes -= one.resultNow().png().length;
        oldestFirst.remove();
      }
    }
  }

  private static byte[] join(CompletableFuture<Picture> other) {
    try {
      return other.join().png();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof FailureException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}
