package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.vmgate.kubevirt.cluster.ClusterLine.Opening;
import io.vmgate.kubevirt.cluster.ClusterReply.Answered;
import io.vmgate.kubevirt.cluster.ClusterReply.Lost;
import io.vmgate.kubevirt.cluster.ClusterReply.Refused;
import io.vmgate.kubevirt.cluster.ObjectParser.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Lists one kind of object and then follows it, for ever.
 *
 * <p>A list is read in pages and handed on whole, so that what vanished meanwhile is noticed. A
 * watch begins where the list ended, and the next one where the last broke off: every event and
 * every bookmark moves that position. Only when the server no longer knows the position (410) is
 * everything listed anew. Kubernetes API concepts: "Efficient detection of changes", "Retrieving
 * large results sets in chunks".
 */
public final class ResourceFeed<W extends WireObject, D> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceFeed.class);
  private static final int MOST_EXPIRED_LISTS = 2;
  private static final int MOST_FAILED_WATCHES = 5;
  private static final int TRIES_BEFORE_EMPTY = 3;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final ClusterLine line;
  private final ResourceKind<W, D> kind;
  private final FeedSink<D> sink;
  private final FeedListener listener;
  private final FeedOptions options;
  private final RandomGenerator random;
  private final Backoff backoff;
  private final ObjectParser<W, D> parser;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable AsyncBody watch;
  private @Nullable String position;

  /** Prepare to feed the sink; {@link #start} begins. */
  public ResourceFeed(
      KubernetesClient client,
      ResourceKind<W, D> kind,
      FeedSink<D> sink,
      FeedListener listener,
      FeedOptions options,
      RandomGenerator random) {
    this.line = new ClusterLine(client);
    this.kind = kind;
    this.sink = sink;
    this.listener = listener;
    this.options = options;
    this.random = random;
    this.backoff = new Backoff(options.leastRest(), options.mostRest(), random);
    this.parser = new ObjectParser<>(kind);
    this.thread = Thread.ofVirtual().name("feed-" + kind.name()).unstarted(this::run);
  }

  /** Begin; returns at once. */
  public void start() {
    thread.start();
  }

  /** Try again now instead of waiting on: the cluster answers again. */
  public void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  /** Drop the watch and open another where it broke off: its connection is in doubt. */
  public void reconnect() {
    AsyncBody open = watch;
    if (open != null) {
      open.cancel();
    }
  }

  @Override
  public void close() {
    closed = true;
    reconnect();
    thread.interrupt();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        if (position == null) {
          list();
        } else {
          follow(position);
        }
      } catch (InterruptedException interrupted) {
        if (!closed) {
          LOG.warn("the feed of {} was interrupted without being closed", kind.name());
        }
        return;
      } catch (RuntimeException fault) {
        LOG.error("the feed of {} begins anew", kind.name(), fault);
        position = null;
        failed("a fault of ours, see the log", null);
      }
    }
  }

  private void list() throws InterruptedException {
    Map<ObjectName, D> found = new HashMap<>();
    String next = "";
    int expired = 0;
    String resourceVersion = "";
    while (next != null) {
      boolean inPages = expired <= MOST_EXPIRED_LISTS;
      switch (line.get(path(listQuery(next, inPages)), accept("List"), options.patience())) {
        case Answered(byte[] body) -> {
          Page page = page(body, found);
          if (page == null) {
            return;
          }
          listener.heard(kind.name());
          // All pages are of one moment. Should a server serve later ones as of now, the first
          // moment is still the right one to follow from: some changes come twice, none is missed.
          resourceVersion = next.isEmpty() ? page.resourceVersion() : resourceVersion;
          next = page.next();
        }
        case Refused refused when refused.isGone() -> {
          // The list outlived the server's history: from the start, and at last in one piece.
          expired++;
          found.clear();
          next = "";
          if (expired > MOST_EXPIRED_LISTS + 1) {
            failed(refused);
            return;
          }
        }
        case Refused refused when refused.isUnavailable() -> {
          unavailable(refused);
          return;
        }
        case Refused refused -> {
          failed(refused);
          return;
        }
        case Lost(String reason) -> {
          failed(reason, null);
          return;
        }
      }
    }
    sink.replaced(found);
    position = resourceVersion;
    listener.listed(kind.name());
  }

  private @Nullable Page page(byte[] body, Map<ObjectName, D> found) {
    try {
      return parser.page(body, found);
    } catch (JacksonException noList) {
      failed("the server's list of " + kind.name() + " cannot be read", null);
      return null;
    }
  }

  private void follow(String from) throws InterruptedException {
    Duration length = watchLength();
    WatchLines<W, D> lines =
        new WatchLines<>(parser, sink, () -> listener.heard(kind.name()), from);
    LineSplitter splitter = new LineSplitter(lines);
    Opening opening =
        line.open(
            path(watchQuery(from, length)),
            accept(""),
            splitter,
            options.patience(),
            length.plus(options.patience()));
    AsyncBody body = opening.body();
    if (body == null) {
      refusedToFollow(opening.refusal());
      return;
    }
    watch = body;
    try {
      if (closed) {
        body.cancel();
      }
      listener.following(kind.name());
      body.consume();
      Watching.await(body, splitter, options.silence());
    } finally {
      watch = null;
    }
    splitter.stop();
    position = lines.position();
    ended(lines, body);
  }

  private void ended(WatchLines<W, D> lines, AsyncBody body) {
    boolean orderly = body.done().isDone() && !body.done().isCompletedExceptionally();
    boolean atOnce = lines.age().compareTo(options.leastRest().multipliedBy(5)) < 0;
    String trouble = lines.trouble();
    if (lines.taken() > 0 || !atOnce) {
      backoff.reset();
    }
    if (lines.mustRelist()) {
      position = null;
      failed("the server's history no longer reaches back: reading it all anew", null);
    } else if (trouble != null) {
      failed(trouble, null);
    } else if (!orderly) {
      failed("the watch broke off", null);
    } else if (atOnce && lines.taken() == 0) {
      failed("the server ends watches as soon as they begin", null);
    } else {
      listener.renewed(kind.name());
    }
  }

  private void refusedToFollow(@Nullable ClusterReply refusal) {
    switch (refusal) {
      case Refused refused when refused.isGone() || refused.isUnavailable() -> {
        position = null;
        failed(refused);
      }
      case Refused refused -> {
        failed(refused);
        // A server that was set back to an older state refuses our position for ever.
        position = backoff.failures() >= MOST_FAILED_WATCHES ? null : position;
      }
      case Lost(String reason) -> failed(reason, null);
      case null, default -> failed("the watch did not open", null);
    }
  }

  private void unavailable(Refused refused) throws InterruptedException {
    String reason = ClusterFailures.refused(refused.code(), refused.message());
    boolean keepTrying = kind.required() || backoff.failures() + 1 < TRIES_BEFORE_EMPTY;
    if (keepTrying && (kind.required() || refused.code() == 403)) {
      failed(reason, null);
      return;
    }
    backoff.reset();
    // Told first: who sees the inventory complete must also see what it does without.
    listener.unavailable(kind.name(), reason);
    sink.absent();
    rest(options.absentRest());
  }

  private void failed(Refused refused) {
    failed(ClusterFailures.refused(refused.code(), refused.message()), refused.retryAfter());
  }

  private void failed(String reason, @Nullable Duration asked) {
    if (closed) {
      return;
    }
    listener.cut(kind.name(), reason);
    Duration rest = backoff.next();
    LOG.debug("the feed of {} rests {}: {}", kind.name(), rest, reason);
    try {
      rest(asked != null && asked.compareTo(rest) > 0 ? asked : rest);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rest(Duration duration) throws InterruptedException {
    wake.drainPermits();
    if (!closed && wake.tryAcquire(duration.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("the feed of {} was woken", kind.name());
    }
  }

  private Duration watchLength() {
    long least = options.watchLength().toSeconds();
    return Duration.ofSeconds(least + random.nextLong(least / 2 + 1));
  }

  private String listQuery(String next, boolean inPages) {
    String limit = inPages ? "limit=" + options.pageSize() : "";
    return next.isEmpty() ? limit : limit + "&continue=" + encoded(next);
  }

  private String watchQuery(String from, Duration length) {
    return "watch=true&allowWatchBookmarks=true&resourceVersion="
        + encoded(from)
        + "&timeoutSeconds="
        + length.toSeconds();
  }

  /** Kubernetes API concepts, "Metadata-only fetches"; a server that cannot sends it all. */
  private String accept(String suffix) {
    return kind.metadataOnly()
        ? ClusterLine.PLAIN
            + ";as=PartialObjectMetadata"
            + suffix
            + ";g=meta.k8s.io;v=v1,"
            + ClusterLine.PLAIN
        : ClusterLine.PLAIN;
  }

  private String path(String query) {
    String selector = kind.labelSelector();
    String selection = selector == null ? "" : "&labelSelector=" + encoded(selector);
    return kind.group() + "/" + kind.name() + "?" + query + selection;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
