package io.vmgate.relay.rfb;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;

/**
 * Greets a viewer as its server. Asks for no password (security None): the viewer's ticket has said
 * already who it is.
 */
public final class ViewerGreeting extends RfbGreeting {
  private enum Step {
    VERSION,
    SECURITY,
    INIT
  }

  private final ServerInit screen;
  private final Runnable greeted;
  private final Consumer<String> broke;
  private Step step = Step.VERSION;
  private int minor;

  /**
   * Greet; the version is sent as soon as this is in the pipeline.
   *
   * @param screen what to tell the viewer of the machine's screen
   * @param greeted is told once bytes may flow
   * @param broke is told what the viewer said that no viewer says
   */
  public ViewerGreeting(ServerInit screen, Runnable greeted, Consumer<String> broke) {
    this.screen = screen;
    this.greeted = greeted;
    this.broke = broke;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    send(context, version(8));
  }

  @Override
  boolean step(ChannelHandlerContext context, ByteBuf received) {
    return switch (step) {
      case VERSION -> readVersion(context, received);
      case SECURITY -> readSecurity(context, received);
      case INIT -> readInit(context, received);
    };
  }

  private boolean readVersion(ChannelHandlerContext context, ByteBuf received) {
    if (received.readableBytes() < VERSION_BYTES) {
      return false;
    }
    minor = minorVersion(received);
    if (minor < 0) {
      fail("the first message is no RFB version");
      return false;
    }
    if (minor == 3) {
      send(context, (byte) 0, (byte) 0, (byte) 0, NO_SECURITY); // the server decides
      step = Step.INIT;
    } else {
      send(context, (byte) 1, NO_SECURITY);
      step = Step.SECURITY;
    }
    return true;
  }

  private boolean readSecurity(ChannelHandlerContext context, ByteBuf received) {
    if (!received.isReadable()) {
      return false;
    }
    if (received.readByte() != NO_SECURITY) {
      fail("a security type was chosen that was not offered");
      return false;
    }
    if (minor == 8) {
      send(context, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    }
    step = Step.INIT;
    return true;
  }

  private boolean readInit(ChannelHandlerContext context, ByteBuf received) {
    if (!received.isReadable()) {
      return false;
    }
    received.skipBytes(1); // whether to share the screen is not the viewer's to decide
    send(context, screen.bytes());
    done();
    greeted.run();
    return false;
  }

  @Override
  void failed(String words) {
    broke.accept(words);
  }
}
