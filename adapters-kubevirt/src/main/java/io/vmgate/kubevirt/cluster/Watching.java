package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a stream to end, or to fall silent. */
final class Watching {
  private static final long CHECK_MILLIS = 1_000;

  private Watching() {}

  /** Return once the stream has ended; one that says nothing for this long is ended here. */
  static void await(AsyncBody body, LineSplitter splitter, Duration silence)
      throws InterruptedException {
    while (true) {
      try {
        body.done().get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException stillOpen) {
        if (splitter.silence().compareTo(silence) > 0) {
          body.cancel();
          return;
        }
      } catch (ExecutionException | CancellationException ended) {
        return;
      } catch (InterruptedException closing) {
        body.cancel();
        throw closing;
      }
    }
  }
}
