package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.kubevirt.cluster.ClusterReply.Answered;
import io.vmgate.kubevirt.cluster.ClusterReply.Lost;
import io.vmgate.kubevirt.cluster.ClusterReply.Refused;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the API server every few seconds whether it is there. A network that swallows packets looks
 * to a watch just like a cluster in which nothing happens; only asking tells the difference.
 */
public final class ClusterProbe implements AutoCloseable {
  /** Hears the result. Called from the probe's thread; must return at once. */
  public interface Listener {
    /** The server answers. */
    void reached();

    /**
     * The server did not answer twice in a row, or says that it is not ready.
     *
     * @param reason a sentence for an operator
     * @param silent whether there was no answer at all, so that open connections are in doubt
     */
    void lost(String reason, boolean silent);
  }

  private static final String READY = "readyz";
  private static final int SERVER_ERROR = 500;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final ClusterLine line;
  private final Listener listener;
  private final Duration interval;
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Prepare to ask; {@link #start} begins. */
  public ClusterProbe(
      KubernetesClient client, Listener listener, Duration interval, Duration patience) {
    this.line = new ClusterLine(client);
    this.listener = listener;
    this.interval = interval;
    this.patience = patience;
    this.thread = Thread.ofVirtual().name("cluster-probe").unstarted(this::run);
  }

  /** Begin; returns at once. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    try {
      do {
        failures = ask(failures);
        // After the first failure the second question follows at once: it decides.
      } while (!closed.await(failures == 1 ? 0 : interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private int ask(int failures) throws InterruptedException {
    return switch (line.get(READY, "*/*", patience)) {
      case Answered _ -> reached();
      case Refused(int code, String message, _) when code >= SERVER_ERROR ->
          failed(failures, ClusterFailures.refused(code, message), false);
      case Refused _ -> reached();
      case Lost(String reason) -> failed(failures, reason, true);
    };
  }

  private int reached() {
    listener.reached();
    return 0;
  }

  private int failed(int failures, String reason, boolean silent) {
    if (failures > 0) {
      listener.lost(reason, silent);
    }
    return failures + 1;
  }
}
