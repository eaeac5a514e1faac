package io.vmgate.relay.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramingTest {
  private static final int PIECE = 64 * 1024;

  /** A channel that notes what reaches the handlers behind the framing. */
  private static final class End {
    final List<SocketEvent> events = new ArrayList<>();
    final EmbeddedChannel channel;

    End(WebSocketFraming framing) {
      channel =
          new EmbeddedChannel(
              framing,
              new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext context, Object event) {
                  if (event instanceof SocketEvent happened) {
                    events.add(happened);
                  }
                }
              });
    }

    void receives(String hex) {
      channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    byte[] read() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
        all.writeBytes(ByteBufUtil.getBytes(next));
        next.release();
      }
      return all.toByteArray();
    }

    byte[] written() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
        all.writeBytes(ByteBufUtil.getBytes(next));
        next.release();
      }
      return all.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 200_001})
  void carriesBytesBothWaysHoweverTheyAreCut(int size) {
    byte[] bytes = new byte[size];
    Random random = new Random(size);
    random.nextBytes(bytes);
    End client = new End(WebSocketFraming.ofClient(7));
    End server = new End(WebSocketFraming.ofServer());

    client.channel.writeOutbound(Unpooled.copiedBuffer(bytes));
    deliver(client.written(), server, random);
    server.channel.writeOutbound(Unpooled.copiedBuffer(bytes));
    deliver(server.written(), client, random);

    assertThat(server.read()).isEqualTo(bytes);
    assertThat(client.read()).isEqualTo(bytes);
    assertThat(server.events).isEmpty();
  }

  private static void deliver(byte[] wire, End to, Random random) {
    int at = 0;
    while (at < wire.length) {
      int piece = Math.min(1 + random.nextInt(wire.length < 1_000 ? 3 : 5_000), wire.length - at);
      to.channel.writeInbound(Unpooled.copiedBuffer(wire, at, piece));
      at += piece;
    }
  }

  @Test
  void masksWhatAClientSends() {
    End client = new End(WebSocketFraming.ofClient(7));

    client.channel.writeOutbound(Unpooled.copiedBuffer(new byte[32]));

    byte[] wire = client.written();
    assertThat(wire[1]).isEqualTo((byte) (0x80 | 32));
    assertThat(ByteBufUtil.hexDump(wire, 6, 32)).isNotEqualTo("00".repeat(32));
  }

  @Test
  void handsOnAFrameOfSixteenMebibytesPieceByPiece() {
    int size = 16 * 1024 * 1024;
    End client = new End(WebSocketFraming.ofClient(7));
    client.channel.writeInbound(
        Unpooled.copiedBuffer(HexFormat.of().parseHex("827f0000000001000000")));
    long seen = 0;

    for (int sent = 0; sent < size; sent += PIECE) {
      client.channel.writeInbound(Unpooled.wrappedBuffer(new byte[PIECE]));
      int arrived = client.read().length;
      assertThat(arrived).isEqualTo(PIECE);
      seen += arrived;
    }

    assertThat(seen).isEqualTo(size);
  }

  @Test
  void joinsTheFragmentsOfAMessageAroundAPing() {
    End client = new End(WebSocketFraming.ofClient(7));

    client.receives("02 02 4142" + "89 01 21" + "80 01 43");

    assertThat(client.read()).asString().isEqualTo("ABC");
    assertThat(client.written()[0]).isEqualTo((byte) 0x8A);
  }

  @Test
  void answersAPingWithItsOwnPayload() {
    End server = new End(WebSocketFraming.ofServer());

    server.receives("89 83 00000000 616263");

    assertThat(server.written()).isEqualTo(HexFormat.of().parseHex("8a03616263"));
  }

  @Test
  void keepsOnlyTheLastAnswerForWhoDoesNotRead() {
    End server = new End(WebSocketFraming.ofServer());
    takesMore(server, false);

    for (int ping = 0; ping < 1_000; ping++) {
      server.receives("89 82 00000000 %04x".formatted(ping));
    }
    assertThat(server.written()).isEmpty();
    takesMore(server, true);

    assertThat(server.written()).isEqualTo(HexFormat.of().parseHex("8a0203e7"));
  }

  private static void takesMore(End end, boolean takes) {
    var waiting = end.channel.unsafe().outboundBuffer();
    assertThat(waiting).isNotNull();
    waiting.setUserDefinedWritability(1, takes);
    end.channel.runPendingTasks();
  }

  @Test
  void answersNoPingAfterItsGoodbye() {
    End server = new End(WebSocketFraming.ofServer());
    takesMore(server, false);
    server.receives("89 80 00000000");
    server.channel.writeOutbound(new CloseFrame(1000, ""));
    server.written();

    takesMore(server, true);
    server.receives("89 80 00000000");

    assertThat(server.written()).isEmpty();
  }

  @Test
  void tellsOfAPong() {
    End server = new End(WebSocketFraming.ofServer());

    server.channel.writeOutbound(new Ping(7));
    server.receives("8a 88 00000000 0000000000000007");

    assertThat(server.written()).isEqualTo(HexFormat.of().parseHex("89080000000000000007"));
    assertThat(server.events).containsExactly(new SocketEvent.Pong(7L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8a 80 00000000", "8a 81 00000000 07"})
  void tellsOfAPongThatAnswersNothing(String unasked) {
    End server = new End(WebSocketFraming.ofServer());

    server.receives(unasked);

    assertThat(server.events).containsExactly(new SocketEvent.Pong(null));
  }

  @Test
  void answersAGoodbyeOnceAndHearsNothingAfterIt() {
    End server = new End(WebSocketFraming.ofServer());

    server.receives("88 82 00000000 03e8" + "82 81 00000000 41");
    server.channel.write(new CloseFrame(4000, "late"));
    server.channel.flush();

    assertThat(server.written()).isEqualTo(HexFormat.of().parseHex("880203e8"));
    assertThat(server.events).containsExactly(new SocketEvent.Closed(new CloseFrame(1000, "")));
    assertThat(server.read()).isEmpty();
  }

  @Test
  void saysWhyItEndsInAsManyBytesAsAFrameHolds() {
    End server = new End(WebSocketFraming.ofServer());

    server.channel.writeOutbound(new CloseFrame(4001, "平".repeat(100)));

    byte[] wire = server.written();
    assertThat(wire).hasSize(2 + 2 + 41 * 3).startsWith(0x88, 125, 0x0f, 0xa1);
  }

  @Test
  void writesNothingMoreAfterItsGoodbye() {
    End server = new End(WebSocketFraming.ofServer());
    server.channel.writeOutbound(new CloseFrame(1000, ""));
    server.written();
    ByteBuf late = Unpooled.copiedBuffer(new byte[] {1});

    server.channel.write(late);
    server.channel.flush();

    assertThat(server.written()).isEmpty();
    assertThat(late.refCnt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "82 01 41, 1002, masked",
    "c2 81 00000000 41, 1002, extension",
    "81 81 00000000 41, 1003, binary",
    "80 81 00000000 41, 1002, continue",
    "83 80 00000000, 1002, kind of frame",
    "09 80 00000000, 1002, control",
    "89 fe 0080 00000000, 1002, control",
    "02 81 00000000 41 82 81 00000000 41, 1002, not finished",
    "82 ff 8000000000000000 00000000, 1002, negative",
  })
  void refusesWhatIsNoFrame(String wire, int code, String words) {
    End server = new End(WebSocketFraming.ofServer());

    server.receives(wire);
    server.receives("82 81 00000000 41");

    assertThat(server.events)
        .singleElement()
        .isInstanceOfSatisfying(
            SocketEvent.Broken.class,
            broken -> {
              assertThat(broken.answer().code()).isEqualTo(code);
              assertThat(broken.answer().words()).contains(words);
            });
    assertThat(server.read().length).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"81 81 00000000 41, 03eb", "80 81 00000000 41, 03ea"})
  void saysWhichKindOfErrorItWas(String wire, String code) {
    End server = new End(WebSocketFraming.ofServer());
    server.receives(wire);

    server.channel.writeOutbound(new CloseFrame(CloseFrame.PROTOCOL_ERROR, ""));

    assertThat(server.written()).isEqualTo(HexFormat.of().parseHex("8802" + code));
  }

  @Test
  void refusesMasksOfAServer() {
    End client = new End(WebSocketFraming.ofClient(7));

    client.receives("82 81 00000000 41");

    assertThat(client.events).singleElement().isInstanceOf(SocketEvent.Broken.class);
  }
}
