package io.vmgate.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vmgate.relay.websocket.SocketEvent;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds what has arrived on a channel before anybody was there to take it: a machine's greeting may
 * come with the very bytes that open the line. Nothing more is read meanwhile, so this is no more
 * than one read brings.
 */
public final class HeldBytes extends ChannelInboundHandlerAdapter {
  private static final String NAME = "held-bytes";

  private final Queue<Object> held = new ArrayDeque<>();

  private HeldBytes() {}

  /** Read nothing more from this channel, and keep what has been read. On its own thread. */
  public static void hold(Channel channel) {
    channel.config().setAutoRead(false);
    channel.pipeline().addLast(NAME, new HeldBytes());
  }

  /** Hand what was kept to the handlers behind, now. */
  static void letGo(Channel channel) {
    if (channel.pipeline().get(NAME) != null) {
      channel.pipeline().remove(NAME);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    held.add(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SocketEvent) {
      held.add(event);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    drop();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      drop();
      return;
    }
    boolean any = !held.isEmpty();
    for (Object next = held.poll(); next != null; next = held.poll()) {
      if (next instanceof SocketEvent) {
        context.fireUserEventTriggered(next);
      } else {
        context.fireChannelRead(next);
      }
    }
    if (any) {
      context.fireChannelReadComplete();
    }
  }

  /** A connection that broke: whoever is to take it finds it closed. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void drop() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }
}
