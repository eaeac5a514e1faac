package io.vmgate.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.relay.websocket.CloseFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A line that is a Netty channel. Its pipeline ends with a {@link
 * io.vmgate.relay.websocket.WebSocketFraming}, and nothing is read from it before it is joined.
 *
 * @param channel on the viewer's own event loop, so that bytes change hands without changing
 *     threads
 */
public record NettyLine(Channel channel) implements ConsoleLine {
  /** How long the machine may take for the last bytes that were meant for it. */
  private static final Duration LAST_BYTES = Duration.ofSeconds(1);

  @Override
  public void close() {
    channel.eventLoop().execute(this::hangUp);
  }

  private void hangUp() {
    if (channel.isActive()) {
      // Closed already: then this fails, and the first goodbye closes the channel.
      channel
          .writeAndFlush(new CloseFrame(CloseFrame.NORMAL, ""))
          .addListener(
              (ChannelFutureListener)
                  sent -> {
                    if (sent.isSuccess()) {
                      channel.close();
                    }
                  });
      channel
          .eventLoop()
          .schedule(() -> channel.close(), LAST_BYTES.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
