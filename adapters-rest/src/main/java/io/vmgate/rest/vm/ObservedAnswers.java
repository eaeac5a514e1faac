package io.vmgate.rest.vm;

import io.micronaut.http.HttpResponse;
import io.vmgate.application.vm.Observed;
import io.vmgate.rest.envelope.Envelope;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/** Answer with what was read from the inventory, saying how old it is when the cluster is lost. */
@Singleton
public final class ObservedAnswers {
  /** Seconds since the cluster was last heard of; absent while changes arrive as they happen. */
  public static final String STALE_HEADER = "X-Data-Stale-Seconds";

  private final InstantSource clock;

  ObservedAnswers(InstantSource clock) {
    this.clock = clock;
  }

  /** Answer with what was read, as the view shows it. */
  public <T, V> HttpResponse<Envelope<V>> answer(Observed<T> observed, Function<T, V> view) {
    var response = HttpResponse.ok(Envelope.success(view.apply(observed.value())));
    observed
        .staleSince()
        .map(since -> Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
        .ifPresent(seconds -> response.header(STALE_HEADER, String.valueOf(seconds)));
    return response;
  }
}
