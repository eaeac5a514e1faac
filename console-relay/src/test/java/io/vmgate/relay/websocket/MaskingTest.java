package io.vmgate.relay.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private static final int KEY = 0x81_42_23_F4;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 255, 256, 257, 263, 4_099})
  void masksEachByteByItsPlaceInTheFrame(int bytes) {
    byte[] plain = new byte[bytes + 5];
    new Random(bytes).nextBytes(plain);
    for (int offset = 0; offset < 4; offset++) {
      for (ByteBuf whole : new ByteBuf[] {Unpooled.directBuffer(), Unpooled.buffer()}) {
        whole.writeBytes(plain);
        Masking.apply(whole.slice(3, bytes), KEY, offset);
        assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(masked(plain, 3, bytes, offset));
        whole.release();
      }
    }
  }

  /** RFC 6455 section 5.3, word by word. */
  private static byte[] masked(byte[] plain, int from, int bytes, int offset) {
    byte[] masked = plain.clone();
    for (int i = 0; i < bytes; i++) {
      masked[from + i] ^= (byte) (KEY >>> (24 - (offset + i) % 4 * 8));
    }
    return masked;
  }
}
