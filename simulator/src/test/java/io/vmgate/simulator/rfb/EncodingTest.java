package io.vmgate.simulator.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every encoding, in every kind of pixels, read back and compared with Raw. */
class EncodingTest {
  private static final PixelFormat HIGH = new PixelFormat(32, 24, true, 255, 255, 255, 8, 16, 24);
  private static final PixelFormat SIXTEEN = new PixelFormat(16, 16, false, 31, 63, 31, 11, 5, 0);
  private static final PixelFormat SIXTEEN_BIG =
      new PixelFormat(16, 15, true, 31, 31, 31, 10, 5, 0);
  private static final PixelFormat EIGHT = new PixelFormat(8, 8, false, 7, 7, 3, 0, 3, 6);
  private static final PixelFormat THIRTY =
      new PixelFormat(32, 30, false, 1023, 1023, 1023, 20, 10, 0);
  private static final PixelFormat RED_FIRST =
      new PixelFormat(32, 24, false, 255, 255, 255, 0, 8, 16);

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (int number : new int[] {0, 5, 7, 16}) {
      for (PixelFormat format :
          List.of(PixelFormat.OWN, HIGH, SIXTEEN, SIXTEEN_BIG, EIGHT, THIRTY, RED_FIRST)) {
        cases.add(Arguments.of(number, format));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadBackAsItWas(int number, PixelFormat format) {
    Encoding encoding = Objects.requireNonNull(new Encodings().find(number));
    Decoders decoders = new Decoders();
    PixelReader reader = reader(format);
    // One after the other through the same connection, as the packed streams go on.
    for (Tile picture : pictures()) {
      assertThat(through(encoding, picture, format, decoders, reader))
          .as("%d colours, %d by %d", colours(picture), picture.width(), picture.height())
          .isEqualTo(through(new RawEncoding(), picture, format, decoders, reader));
    }
    encoding.close();
  }

  private static int[] through(
      Encoding encoding, Tile picture, PixelFormat format, Decoders decoders, PixelReader reader) {
    ByteBuf out = Unpooled.buffer();
    encoding.write(picture, new PixelWriter(format), out);
    Decoders.Bytes wire = new Decoders.Bytes(ByteBufUtil.getBytes(out));
    int[] pixels =
        decoders.read(encoding.number(), wire, reader, picture.width(), picture.height());
    assertThat(wire.isEmpty()).as("all was read").isTrue();
    return pixels;
  }

  private static PixelReader reader(PixelFormat format) {
    ByteBuf bytes = Unpooled.buffer();
    format.write(bytes);
    PixelReader reader = new PixelReader();
    reader.set(ByteBuffer.wrap(ByteBufUtil.getBytes(bytes)));
    return reader;
  }

  /** Make pictures of all sizes and numbers of colours: noise, stripes and text-like. */
  private static List<Tile> pictures() {
    Random random = new Random(42);
    List<Tile> pictures = new ArrayList<>();
    int[][] sizes = {{1, 1}, {3, 2}, {17, 33}, {65, 130}, {200, 64}};
    for (int[] size : sizes) {
      for (int colours : new int[] {1, 2, 4, 5, 16, 17, 127, 128, 256}) {
        pictures.add(noise(random, size[0], size[1], colours, 1));
        pictures.add(noise(random, size[0], size[1], colours, 7));
        pictures.add(noise(random, size[0], size[1], colours, 300));
      }
    }
    return pictures;
  }

  private static Tile noise(Random random, int width, int height, int colours, int run) {
    byte[] pixels = new byte[width * height];
    byte colour = 0;
    for (int i = 0; i < pixels.length; i++) {
      colour = i % run == 0 ? (byte) random.nextInt(colours) : colour;
      pixels[i] = colour;
    }
    return Tile.of(pixels, width, height);
  }

  private static int colours(Tile picture) {
    return TileColours.of(picture, 256).count();
  }
}
