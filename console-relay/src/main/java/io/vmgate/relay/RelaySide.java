package io.vmgate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vmgate.relay.ViewerTraffic.ViewerBrokeException;
import io.vmgate.relay.websocket.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * One side of a relay: hands what arrives here to the other side, and stops reading while the other
 * side does not take it. Both sides are served by one thread.
 */
final class RelaySide extends ChannelInboundHandlerAdapter {
  /** What a relay wants to know of a side. */
  interface Listener {
    /** Bytes of the console arrived; called before they are handed on. */
    ByteBuf arrived(ByteBuf data) throws ViewerBrokeException;

    /** The other end is there; with the id of the ping that it answers, if it is one of ours. */
    void signOfLife(@Nullable Long pingId);

    void closed();

    void broke(String words);
  }

  private final Channel other;
  private final Listener listener;
  private boolean over;

  RelaySide(Channel other, Listener listener) {
    this.other = other;
    this.listener = listener;
  }

  /** Hand on nothing more; what still arrives is dropped. */
  void stop() {
    over = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (over || !(message instanceof ByteBuf data)) {
      ReferenceCountUtil.release(message);
      return;
    }
    try {
      handOn(context.channel(), listener.arrived(data));
    } catch (ViewerBrokeException broke) {
      listener.broke(String.valueOf(broke.getMessage()));
    }
  }

  private void handOn(Channel own, ByteBuf data) {
    if (!data.isReadable()) {
      data.release();
      return;
    }
    other.write(data, other.voidPromise());
    if (!other.isWritable()) {
      other.flush();
      if (!other.isWritable()) {
        own.config().setAutoRead(false);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    other.flush();
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!over) {
      other.config().setAutoRead(context.channel().isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SocketEvent happened) {
      switch (happened) {
        case SocketEvent.Pong(var pingId) -> listener.signOfLife(pingId);
        case SocketEvent.Closed _ -> listener.closed();
        case SocketEvent.Broken(var answer) -> listener.broke(answer.words());
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    listener.closed();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    listener.closed(); // the connection broke; why is the same to everybody
    context.close();
  }
}
