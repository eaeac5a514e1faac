package io.vmgate.simulator.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;

/** Lets channels that are already open be answered as a guest's ports would answer them. */
public final class GuestChannels {
  private GuestChannels() {}

  /**
   * Answer a connection: at port 7 by an echo, at 9 not at all, at 19 by letters without end; at
   * any other an HTTP request by a page and everything else by an echo.
   *
   * @param page makes the page, which is HTML
   */
  public static void answer(Channel channel, int port, Supplier<String> page) {
    switch (port) {
      case 7 -> StandInHandlers.echo(channel);
      case 9 -> StandInHandlers.discard(channel);
      case 19 -> StandInHandlers.generate(channel);
      default -> channel.pipeline().addLast(new FirstBytes(page));
    }
  }

  /** Make what sends datagrams back. */
  public static ChannelHandler echoDatagrams() {
    return StandInHandlers.echoDatagrams();
  }
}
