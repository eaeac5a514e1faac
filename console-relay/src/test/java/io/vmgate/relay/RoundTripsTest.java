package io.vmgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vmgate.relay.websocket.Ping;
import io.vmgate.relay.websocket.SocketEvent;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private long nanos = 1_000_000_000;
  private final RoundTrips roundTrips = new RoundTrips(() -> nanos);
  private final List<@Nullable Duration> measured = new ArrayList<>();
  private final EmbeddedChannel server =
      new EmbeddedChannel(
          WebSocketFraming.ofServer(),
          new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
              if (event instanceof SocketEvent.Pong(var id)) {
                measured.add(id == null ? null : roundTrips.end(id));
              }
            }
          });
  private final EmbeddedChannel viewer = new EmbeddedChannel(WebSocketFraming.ofClient(5));

  @AfterEach
  void close() {
    server.finishAndReleaseAll();
    viewer.finishAndReleaseAll();
  }

  @Test
  void measuresFromThePingToItsAnswer() {
    server.writeOutbound(new Ping(roundTrips.begin()));
    pass(5);
    viewer.writeInbound((Object) server.readOutbound());
    pass(7);
    server.writeInbound((Object) viewer.readOutbound());

    assertThat(measured).containsExactly(Duration.ofMillis(12));
  }

  private void pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }

  @Test
  void ignoresAnswersToNothing() {
    long asked = roundTrips.begin();
    roundTrips.end(asked);

    assertThat(roundTrips.end(asked)).isNull();
    assertThat(roundTrips.end(asked + 1)).isNull();
    assertThat(roundTrips.end(-1)).isNull();
  }

  @Test
  void measuresByTheLastPingWhenOnlyThatIsAnswered() {
    long first = roundTrips.begin();
    pass(5_000);
    long second = roundTrips.begin();
    pass(30);

    assertThat(roundTrips.end(second)).isEqualTo(Duration.ofMillis(30));
    assertThat(roundTrips.end(first)).isNull();
  }

  @Test
  void measuresAWayThatIsLongerThanThePauseBetweenPings() {
    long first = roundTrips.begin();
    pass(5_000);
    long second = roundTrips.begin();
    pass(1_000);

    assertThat(roundTrips.end(first)).isEqualTo(Duration.ofMillis(6_000));
    assertThat(roundTrips.end(second)).isEqualTo(Duration.ofMillis(1_000));
  }

  @Test
  void forgetsPingsThatAreNeverAnswered() {
    long first = roundTrips.begin();
    for (int more = 0; more < RoundTrips.MOST_UNANSWERED; more++) {
      roundTrips.begin();
    }

    assertThat(roundTrips.end(first)).isNull();
  }

  @Test
  void doesNotMeasureWhatWasAnsweredBeforeItCouldBeHeard() {
    long asked = roundTrips.begin();
    roundTrips.forget();

    assertThat(roundTrips.end(asked)).isNull();
  }
}
