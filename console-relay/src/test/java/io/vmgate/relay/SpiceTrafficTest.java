package io.vmgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiceTrafficTest {
  private static final String LINK = "REDQ" + "\2\0\0\0" + "\2\0\0\0" + "\22\0\0\0" + "abcd";

  private final SpiceTraffic traffic = new SpiceTraffic();

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "4, false", "5, false", "6, false"})
  void seesAPersonOnTheInputsChannelAlone(int channelType, boolean person) {
    passes(LINK);
    assertThat(traffic.showedActivity()).isFalse();

    passes((char) channelType + "\0");

    assertThat(traffic.showedActivity()).isEqualTo(person);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 19, 20, 21, 22, 40})
  void readsTheFirstMessageHoweverItIsCut(int size) {
    String wire = LINK + "\3\0" + "more and more";
    for (int at = 0; at < wire.length(); at += size) {
      passes(wire.substring(at, Math.min(at + size, wire.length())));
    }

    assertThat(traffic.showedActivity()).isTrue();
  }

  @Test
  void seesNobodyInWhatIsNotSpice() {
    passes(LINK.replace('Q', 'X') + "\3\0");

    assertThat(traffic.showedActivity()).isFalse();
  }

  private void passes(String bytes) {
    ByteBuf data = Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1);
    assertThat(traffic.pass(data, ByteBufAllocator.DEFAULT)).isSameAs(data);
    assertThat(data.toString(StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
    data.release();
  }
}
