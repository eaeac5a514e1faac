package io.vmgate.relay.rfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vmgate.relay.ViewerTraffic.ViewerBrokeException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerMessagesTest {
  private static final String PIXEL_FORMAT = "00000000 20180001 00ff00ff 00ff1008 00000000";
  private static final String ENCODINGS = "02000003 00000000 00000005 ffffff21";
  private static final String UPDATE = "03 01 0000 0000 0280 01e0";
  private static final String KEY = "04 01 0000 00000061";
  private static final String POINTER = "05 01 000a 000b";
  private static final String TEXT = "06 000000 00000003 616263";
  private static final String EXTENDED_TEXT = "06 000000 fffffffc 01000001";
  private static final String CONTINUOUS = "96 01 0000 0000 0280 01e0";
  private static final String FENCE = "f8 000000 00000001 03 010203";
  private static final String SIZE = "fb 00 0280 01e0 01 00 000000010000000002800 1e000000000";
  private static final String QEMU_KEY = "ff 00 0001 00000061 0000001e";
  private static final String AUDIO_ON = "ff 01 0000";
  private static final String AUDIO_FORMAT = "ff 01 0002 03 02 0000bb80";
  private static final String POWER = "fa 00 01 02";

  private static final String ALL =
      PIXEL_FORMAT
          + ENCODINGS
          + UPDATE
          + KEY
          + POINTER
          + TEXT
          + EXTENDED_TEXT
          + CONTINUOUS
          + FENCE
          + SIZE
          + QEMU_KEY
          + AUDIO_ON
          + AUDIO_FORMAT;

  private static String pass(ViewerMessages messages, byte[] bytes, int piece)
      throws ViewerBrokeException {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += piece) {
      ByteBuf data = Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at));
      ByteBuf some = messages.pass(data, ByteBufAllocator.DEFAULT);
      passed.writeBytes(ByteBufUtil.getBytes(some));
      some.release();
      assertThat(data.refCnt()).isZero();
    }
    return HexFormat.of().formatHex(passed.toByteArray());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(plain(hex));
  }

  private static String plain(String hex) {
    return hex.replace(" ", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1_000})
  void passesEveryMessageHoweverItIsCut(int piece) throws ViewerBrokeException {
    assertThat(pass(new ViewerMessages(false), bytes(ALL), piece)).isEqualTo(plain(ALL));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_000})
  void dropsWhatAPersonDoesWhenOnlyViewing(int piece) throws ViewerBrokeException {
    assertThat(pass(new ViewerMessages(true), bytes(ALL), piece))
        .isEqualTo(
            plain(
                PIXEL_FORMAT + ENCODINGS + UPDATE + CONTINUOUS + FENCE + AUDIO_ON + AUDIO_FORMAT));
  }

  @Test
  void neverLetsAViewerSwitchAMachineOff() throws ViewerBrokeException {
    assertThat(pass(new ViewerMessages(false), bytes(POWER + KEY), 1_000)).isEqualTo(plain(KEY));
  }

  @Test
  void takesOutExtensionsWhoseMessagesItCannotRead() throws ViewerBrokeException {
    String encodings = "02000005 00000007 fffffecf fffffecb fffffec4 ffffff21";

    assertThat(pass(new ViewerMessages(false), bytes(encodings), 1))
        .isEqualTo(plain("02000002 00000007 ffffff21"));
  }

  @ParameterizedTest
  @CsvSource({
    KEY + ",true",
    POINTER + ",true",
    TEXT + ",true",
    QEMU_KEY + ",true",
    UPDATE + ",false",
    FENCE + ",false",
    ENCODINGS + ",false",
  })
  void tellsAPersonFromAViewer(String message, boolean person) throws ViewerBrokeException {
    ViewerMessages messages = new ViewerMessages(false);

    pass(messages, bytes(message), 1_000);

    assertThat(messages.showedActivity()).isEqualTo(person);
  }

  @Test
  void passesLongTextOnWithoutCollectingIt() throws ViewerBrokeException {
    ViewerMessages messages = new ViewerMessages(false);
    pass(messages, bytes("06 000000 00100000"), 1_000);

    for (int sent = 0; sent < 0x100000; sent += 0x10000) {
      ByteBuf passed =
          messages.pass(Unpooled.wrappedBuffer(new byte[0x10000]), ByteBufAllocator.DEFAULT);
      assertThat(passed.readableBytes()).isEqualTo(0x10000);
      passed.release();
    }

    assertThat(pass(messages, bytes(KEY), 1_000)).isEqualTo(plain(KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "07, type 7",
    "fd00, type 253",
    "ff07, QEMU message",
    "02007fff, 32767 encodings",
    "06000000 7fffffff, clipboard",
    "f8000000 00000001 ff, fence",
  })
  void refusesWhatItCannotRead(String message, String words) {
    ViewerMessages messages = new ViewerMessages(false);

    assertThatThrownBy(() -> pass(messages, bytes(message), 1_000))
        .isInstanceOf(ViewerBrokeException.class)
        .hasMessageContaining(words);
  }
}
