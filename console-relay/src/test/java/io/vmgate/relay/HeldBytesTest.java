package io.vmgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ByteBuf early = Unpooled.copiedBuffer("early", StandardCharsets.UTF_8);

  @Test
  void handsOnWhatItHeld() {
    HeldBytes.hold(channel);
    channel.writeInbound(early);
    assertThat(channel.inboundMessages()).isEmpty();

    HeldBytes.letGo(channel);

    assertThat(channel.<ByteBuf>readInbound()).isSameAs(early);
    early.release();
  }

  @Test
  void dropsWhatItHeldWhenTheConnectionEnds() {
    HeldBytes.hold(channel);
    channel.writeInbound(early);

    var _ = channel.close();

    assertThat(early.refCnt()).isZero();
  }

  @Test
  void closesAConnectionThatBreaksWhileNobodyIsThere() {
    HeldBytes.hold(channel);

    channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));

    channel.checkException(); // it went no further
    assertThat(channel.isOpen()).isFalse();
  }
}
