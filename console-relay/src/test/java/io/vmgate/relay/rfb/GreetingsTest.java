package io.vmgate.relay.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingsTest {
  private static final String SCREEN =
      "032002582018000100ff00ff00ff100800000000" + "00000002" + "766d";

  private final List<String> greeted = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  private final MachineGreeting machine =
      new MachineGreeting(
          screen -> greeted.add(HexFormat.of().formatHex(screen.bytes())), failed::add);
  private final ViewerGreeting viewer =
      new ViewerGreeting(
          new ServerInit(HexFormat.of().parseHex(SCREEN)),
          () -> greeted.add("viewer"),
          failed::add);

  private static String written(EmbeddedChannel channel) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      all.writeBytes(ByteBufUtil.getBytes(next));
      next.release();
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private static void receive(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private static String screen() {
    return new String(HexFormat.of().parseHex(SCREEN), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1_000})
  void greetsAMachineHoweverItsWordsAreCut(int piece) {
    EmbeddedChannel channel = new EmbeddedChannel(machine);
    String words = "RFB 003.008\n" + "\1\1" + "\0\0\0\0" + screen() + "first update";

    for (int at = 0; at < words.length(); at += piece) {
      receive(channel, words.substring(at, Math.min(words.length(), at + piece)));
    }

    assertThat(greeted).containsExactly(SCREEN);
    assertThat(written(channel)).isEqualTo("RFB 003.008\n\1\1");
    channel.pipeline().remove(machine);
    ByteBuf rest = channel.readInbound();
    assertThat(rest.toString(StandardCharsets.ISO_8859_1)).isEqualTo("first update");
    rest.release();
  }

  @ParameterizedTest
  @CsvSource({"003.007, 003.007", "003.889, 003.008"})
  void greetsOlderAndOdderMachines(String says, String answered) {
    EmbeddedChannel channel = new EmbeddedChannel(machine);

    receive(channel, "RFB " + says + "\n\2\2\1");
    receive(channel, answered.endsWith("7") ? screen() : "\0\0\0\0" + screen());

    assertThat(greeted).containsExactly(SCREEN);
    assertThat(written(channel)).startsWith("RFB " + answered + "\n");
  }

  @Test
  void greetsMachinesThatDecideForTheirViewers() {
    EmbeddedChannel channel = new EmbeddedChannel(machine);

    receive(channel, "RFB 003.003\n\0\0\0\1" + screen());

    assertThat(greeted).containsExactly(SCREEN);
    assertThat(written(channel)).isEqualTo("RFB 003.003\n\1");
  }

  @ParameterizedTest
  @CsvSource({
    "'SSH-2.0-OpenSSH_9.2', does not speak RFB",
    "'RFB 003.008\n\1\2', password",
    "'RFB 003.003\n\0\0\0\2', password",
    "'RFB 003.008\n\0\0\0\0\5no way', no wa",
    "'RFB 003.008\n\1\1\0\0\0\1\0\0\0\4busy', busy",
    "'RFB 003.008\n\1\1\0\0\0\1\177\0\0\4busy', busy",
  })
  void tellsWhyAMachineDoesNotGreet(String words, String reason) {
    EmbeddedChannel channel = new EmbeddedChannel(machine);

    receive(channel, words);
    receive(channel, " and more");

    assertThat(greeted).isEmpty();
    assertThat(failed).singleElement().asString().contains(reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_000})
  void greetsAViewerHoweverItsWordsAreCut(int piece) {
    EmbeddedChannel channel = new EmbeddedChannel(viewer);
    String words = "RFB 003.008\n" + "\1" + "\1" + "keys";

    for (int at = 0; at < words.length(); at += piece) {
      receive(channel, words.substring(at, Math.min(words.length(), at + piece)));
    }

    assertThat(greeted).containsExactly("viewer");
    assertThat(written(channel)).isEqualTo("RFB 003.008\n" + "\1\1" + "\0\0\0\0" + screen());
    channel.pipeline().remove(viewer);
    ByteBuf rest = channel.readInbound();
    assertThat(rest.toString(StandardCharsets.ISO_8859_1)).isEqualTo("keys");
    rest.release();
  }

  @Test
  void greetsAnOlderViewer() {
    EmbeddedChannel channel = new EmbeddedChannel(viewer);

    receive(channel, "RFB 003.007\n" + "\1" + "\0");

    assertThat(greeted).containsExactly("viewer");
    assertThat(written(channel)).isEqualTo("RFB 003.008\n" + "\1\1" + screen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"003.003", "003.005"})
  void greetsTheOldestViewers(String version) {
    EmbeddedChannel channel = new EmbeddedChannel(viewer);

    receive(channel, "RFB " + version + "\n" + "\1");

    assertThat(greeted).containsExactly("viewer");
    assertThat(written(channel)).isEqualTo("RFB 003.008\n" + "\0\0\0\1" + screen());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/1.1\r\n", "RFB 004.000\n", "RFB 003.008\n\2", "RFB 003.0x8\n"})
  void refusesWhatNoViewerSays(String words) {
    EmbeddedChannel channel = new EmbeddedChannel(viewer);

    receive(channel, words);

    assertThat(greeted).isEmpty();
    assertThat(failed).hasSize(1);
  }

  @Test
  void keepsNothingOnceAGreetingHasFailed() {
    EmbeddedChannel channel = new EmbeddedChannel(viewer);
    receive(channel, "GET / HTTP/1.1\r\n");

    receive(channel, "R".repeat(200_000));

    channel.pipeline().remove(viewer);
    assertThat(channel.<ByteBuf>readInbound()).isNull();
  }

  @Test
  void collectsNoMoreThanAGreetingCanBe() {
    EmbeddedChannel channel = new EmbeddedChannel(viewer);
    receive(channel, "R");

    receive(channel, "R".repeat(200_000));

    assertThat(failed).singleElement().asString().contains("more than a greeting");
  }
}
