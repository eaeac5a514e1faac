package io.vmgate.rest.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.stream.FollowChanges;
import io.vmgate.application.stream.Subscription;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.limit.LimitFailure;
import io.vmgate.domain.stream.Interest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Opens streams, and ends them all when this replica stops. */
@Singleton
public final class OpenStreams implements AutoCloseable {
  /**
   * How many streams are opened at the same time; each reads the log once. When a replica dies all
   * its clients come at once, and must not take every connection away from other requests.
   */
  private static final int OPENED_AT_ONCE = 4;

  /** A stream of the user's that was left is noticed within about that time. */
  private static final Duration NEXT_TRY = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final long LEAST_RETRY_MILLIS = 1_000;
  private static final long MOST_RETRY_MILLIS = 4_000;

  private final FollowChanges followChanges;
  private final SignInBook signIns;
  private final StreamOptions options;
  private final EventText text;
  private final InstantSource clock;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final Map<UserId, Integer> ofUsers = new ConcurrentHashMap<>();
  private final Semaphore opening = new Semaphore(OPENED_AT_ONCE, true);
  private volatile boolean closed;

  OpenStreams(
      FollowChanges followChanges,
      SignInBook signIns,
      StreamOptions options,
      EventText text,
      InstantSource clock) {
    this.followChanges = followChanges;
    this.signIns = signIns;
    this.options = options;
    this.text = text;
    this.clock = clock;
  }

  /**
   * Open a stream, after those that came before; throws what {@link FollowChanges#follow} throws.
   *
   * @param tokenEnd when the token expires that the caller came with
   */
  EventStream open(
      HttpRequest<?> request,
      Caller caller,
      Interest interest,
      Optional<String> lastPoint,
      Locale language,
      Instant tokenEnd) {
    count(caller);
    EventStream stream =
        new EventStream(
            channel(request), language, tokenEnd, () -> isWithdrawn(caller), options, text, clock);
    stream.ended().thenRun(() -> forget(caller, stream));
    Subscription place;
    try {
      place = inTurn(() -> followChanges.follow(caller, interest, lastPoint, stream::wake));
    } catch (RuntimeException refused) {
      stream.cancel();
      throw refused;
    }
    open.add(stream);
    stream.begin(place, retry());
    if (closed) {
      stream.end(StreamEnd.SHUTDOWN);
    }
    return stream;
  }

  /** End all streams, telling each client to come again, and wait a little until they are told. */
  @Override
  public void close() {
    closed = true;
    open.forEach(stream -> stream.end(StreamEnd.SHUTDOWN));
    CompletableFuture<?>[] endings =
        open.stream().map(EventStream::ended).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(endings)
        .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private boolean isWithdrawn(Caller caller) {
    return caller.signIn() != null && signIns.isWithdrawn(caller.signIn());
  }

  private void count(Caller caller) {
    ofUsers.compute(
        caller.user(),
        (_, before) -> {
          int streams = before == null ? 1 : before + 1;
          if (options.ofAUser() > 0 && streams > options.ofAUser()) {
            throw new LimitFailure.TooManyCalls("streams", NEXT_TRY).toException();
          }
          return streams;
        });
  }

  private void forget(Caller caller, EventStream stream) {
    open.remove(stream);
    ofUsers.computeIfPresent(caller.user(), (_, before) -> before > 1 ? before - 1 : null);
  }

  private Subscription inTurn(Supplier<Subscription> follow) {
    try {
      if (!opening.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PlatformFailure.DatabaseUnreachable().toException();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformFailure.DatabaseUnreachable().toException(interrupted);
    }
    try {
      return follow.get();
    } finally {
      opening.release();
    }
  }

  /** Not the same for all: who was sent away together must not come again together. */
  private static Duration retry() {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(LEAST_RETRY_MILLIS, MOST_RETRY_MILLIS));
  }

  private static Channel channel(HttpRequest<?> request) {
    HttpRequest<?> innermost = request;
    while (innermost instanceof HttpRequestWrapper<?> wrapper) {
      innermost = wrapper.getDelegate();
    }
    if (innermost instanceof NettyHttpRequest<?> netty) {
      return netty.getChannelHandlerContext().channel();
    }
    throw new IllegalStateException("not a request of the server's: " + innermost.getClass());
  }
}
