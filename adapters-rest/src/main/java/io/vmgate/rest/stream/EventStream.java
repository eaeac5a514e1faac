package io.vmgate.rest.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vmgate.application.stream.Delivery;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: the body of an answer that goes on and on.
 *
 * <p>All of its state belongs to the event loop of the connection. It writes only as much as the
 * connection asks for, one piece at a time; what waits meanwhile is bounded by the place that it
 * takes from.
 */
final class EventStream implements Publisher<byte[]>, Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** About as much as a connection takes before it wants to be asked again. */
  private static final int PIECE_BYTES = 32 * 1024;

  private static final int TAKEN_AT_ONCE = 16;

  private final Channel channel;
  private final Locale language;
  private final Instant tokenEnd;
  private final BooleanSupplier withdrawn;
  private final StreamOptions options;
  private final EventText text;
  private final InstantSource clock;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ChannelFutureListener onLost = _ -> stop();

  private io.vmgate.application.stream.@Nullable Subscription place;
  private @Nullable Subscriber<? super byte[]> reader;
  private @Nullable ScheduledFuture<?> watch;
  private @Nullable StreamEnd end;
  private @Nullable Duration untoldRetry;
  private long demand;
  private long lastWritten = System.nanoTime();

  /**
   * Make a stream that nobody reads yet.
   *
   * @param tokenEnd when the token expires that it was opened with
   * @param withdrawn whether that token is accepted no more; answers from memory
   */
  EventStream(
      Channel channel,
      Locale language,
      Instant tokenEnd,
      BooleanSupplier withdrawn,
      StreamOptions options,
      EventText text,
      InstantSource clock) {
    this.channel = channel;
    this.language = language;
    this.tokenEnd = tokenEnd;
    this.withdrawn = withdrawn;
    this.options = options;
    this.text = text;
    this.clock = clock;
  }

  /** Go on from this place; it is closed with the stream. */
  void begin(io.vmgate.application.stream.Subscription taken, Duration retry) {
    onLoop(
        () -> {
          place = taken;
          if (ended.isDone()) {
            taken.close();
            return;
          }
          untoldRetry = retry;
          channel.closeFuture().addListener(onLost);
          long every = options.look().toNanos();
          watch =
              channel
                  .eventLoop()
                  .scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
          write();
        });
  }

  /** Tell that something waits; returns at once and may be called by any thread. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      channel.eventLoop().execute(this::write);
    }
  }

  /** End it with a last word, at once. */
  void end(StreamEnd why) {
    onLoop(
        () -> {
          end = why;
          write();
          if (reader != null) {
            stop(); // also when the client takes nothing, not even the last word
          }
        });
  }

  /** Done once nothing is written any more. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void subscribe(Subscriber<? super byte[]> subscriber) {
    onLoop(
        () -> {
          reader = subscriber;
          subscriber.onSubscribe(this);
        });
  }

  @Override
  public void request(long pieces) {
    onLoop(
        () -> {
          demand = Math.max(demand, demand + pieces); // without an overflow
          write();
        });
  }

  @Override
  public void cancel() {
    onLoop(this::stop);
  }

  private void onLoop(Runnable work) {
    if (channel.eventLoop().inEventLoop()) {
      work.run();
    } else {
      channel.eventLoop().execute(work);
    }
  }

  /** Write what waits, as long as the connection takes it. */
  private void write() {
    woken.set(false);
    var from = place;
    var to = reader;
    try {
      while (from != null && to != null && demand > 0 && !ended.isDone()) {
        byte[] piece = collect(from);
        if (piece.length == 0) {
          return;
        }
        send(piece, to);
        if (end != null) {
          stop();
        }
      }
    } catch (RuntimeException fault) {
      LOG.error("a stream broke off", fault);
      channel.close();
    }
  }

  private byte[] collect(io.vmgate.application.stream.Subscription from) {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    if (untoldRetry != null) {
      text.retry(piece, untoldRetry);
      untoldRetry = null;
    }
    while (piece.size() < PIECE_BYTES && end == null) {
      List<Delivery> taken = from.take(TAKEN_AT_ONCE);
      taken.forEach(delivery -> collect(delivery, piece));
      if (taken.size() < TAKEN_AT_ONCE) {
        break;
      }
    }
    if (end != null) {
      text.bye(piece, end, from.resumePoint());
    }
    return piece.toByteArray();
  }

  private void collect(Delivery delivery, ByteArrayOutputStream piece) {
    switch (delivery) {
      case Delivery.Ready(var resume) -> text.ready(piece, resume);
      case Delivery.Changed(var logged, var resume) ->
          text.changed(piece, logged, resume, language);
      case Delivery.Reset(var reason, var resume) -> text.reset(piece, reason, resume);
      case Delivery.Ended(var why) -> end = StreamEnd.of(why);
    }
  }

  private void send(byte[] piece, Subscriber<? super byte[]> to) {
    demand--;
    lastWritten = System.nanoTime();
    to.onNext(piece);
  }

  /** Look after the time that has passed. */
  private void look() {
    var from = place;
    var to = reader;
    if (ended.isDone() || from == null) {
      return;
    }
    long quiet = System.nanoTime() - lastWritten;
    if (to == null) {
      if (quiet > options.patience().toNanos()) {
        stop(); // the answer was given up before anybody read it
      }
    } else if (!tokenEnd.isAfter(clock.instant())) {
      end(StreamEnd.TOKEN_EXPIRED);
    } else if (withdrawn.getAsBoolean()) {
      end(StreamEnd.TOKEN_WITHDRAWN);
    } else if (demand == 0 && quiet > options.patience().toNanos()) {
      channel.close(); // what was written last has not been read since
    } else if (demand > 0 && quiet >= options.heartbeat().toNanos()) {
      send(text.beat(from.resumePoint()), to);
    }
  }

  private void stop() {
    if (ended.isDone()) {
      return;
    }
    var from = place;
    var to = reader;
    var timer = watch;
    if (from != null) {
      from.close();
    }
    if (timer != null) {
      timer.cancel(false);
    }
    channel.closeFuture().removeListener(onLost);
    ended.complete(null);
    if (to != null) {
      to.onComplete();
    }
  }
}
