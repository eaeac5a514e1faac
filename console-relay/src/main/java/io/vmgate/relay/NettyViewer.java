package io.vmgate.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.application.console.RelayRules;
import io.vmgate.application.console.SessionMeter;
import io.vmgate.application.console.Viewer;
import io.vmgate.domain.console.EndReason;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.relay.websocket.SocketEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A viewer that is a Netty channel. Its pipeline ends with a {@link
 * io.vmgate.relay.websocket.WebSocketFraming}, and nothing is read from it before it is joined.
 */
public final class NettyViewer implements Viewer {
  /** How long a viewer may take to hear why the session is over. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Channel channel;
  private final Function<EndReason, CloseFrame> words;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Take a channel on which the handshake is done.
   *
   * @param words what the viewer is told at the end, in its language
   */
  public NettyViewer(Channel channel, Function<EndReason, CloseFrame> words) {
    this.channel = channel;
    this.words = words;
  }

  /** The one thread that serves this viewer; its line is to be served by the same one. */
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  /** The kind of channel that this event loop can serve. */
  public Class<? extends Channel> channelType() {
    return channel.getClass();
  }

  @Override
  public ConsoleRelay join(ConsoleLine line, RelayRules rules, SessionMeter meter) {
    if (!(line instanceof NettyLine(var lineChannel))) {
      throw new IllegalArgumentException("a line of another technology: " + line.getClass());
    }
    Relay relay = new Relay(channel, lineChannel, rules, meter);
    channel.eventLoop().execute(relay::start);
    return relay;
  }

  @Override
  public boolean hasLeft() {
    return !channel.isActive();
  }

  @Override
  public void close(EndReason reason) {
    if (closed.compareAndSet(false, true)) {
      channel.eventLoop().execute(() -> sayGoodbye(words.apply(reason)));
    }
  }

  /**
   * Tell why, and hang up once the viewer has heard it: to hang up while bytes of its own are
   * unread would destroy ours on their way (RFC 9293 section 3.10.7: the connection is reset).
   */
  private void sayGoodbye(CloseFrame frame) {
    if (!channel.isActive()) {
      return;
    }
    channel.pipeline().addLast(new Farewell());
    channel
        .writeAndFlush(frame)
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                channel.close();
              }
            });
    // Whoever never was joined is heard as well, and what they said meanwhile is not kept.
    HeldBytes.letGo(channel);
    channel.config().setAutoRead(true);
    channel.eventLoop().schedule(() -> channel.close(), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Hears nothing but the viewer's own goodbye. */
  private static final class Farewell extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SocketEvent.Closed || event instanceof SocketEvent.Broken) {
        // Behind what the framing has to answer.
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
