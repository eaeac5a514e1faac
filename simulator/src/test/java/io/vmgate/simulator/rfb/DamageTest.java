package io.vmgate.simulator.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever takes all damage, in whatever parts, has the picture. */
class DamageTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 150;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void tellsEverythingThatChanged(long seed) {
    Random random = new Random(seed);
    Framebuffer picture = new Framebuffer(WIDTH, HEIGHT);
    Damage damage = new Damage();
    picture.attach(damage);
    byte[] seen = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(4) == 0) {
        picture.scroll(part(random), 1 + random.nextInt(20), random.nextInt(256));
      } else {
        picture.fill(part(random), random.nextInt(256));
      }
      if (random.nextInt(3) == 0) {
        take(picture, damage, seen, part(random), random.nextBoolean());
      }
    }
    take(picture, damage, seen, picture.bounds(), true);

    assertThat(seen).isEqualTo(picture.copy(picture.bounds()));
    assertThat(damage.takeResized()).isTrue();
    assertThat(damage.isEmpty()).isTrue();
  }

  private static void take(
      Framebuffer picture, Damage damage, byte[] seen, Rectangle within, boolean moves) {
    Damage.Move move = damage.takeMove(moves, within);
    if (move != null) {
      Rectangle to = move.target();
      for (int y = to.y(); y < to.y() + to.height(); y++) {
        System.arraycopy(
            seen, (y + move.rows()) * WIDTH + to.x(), seen, y * WIDTH + to.x(), to.width());
      }
    }
    for (Rectangle part : damage.takeChanged(within)) {
      assertThat(within.contains(part)).isTrue();
      byte[] pixels = picture.copy(part);
      for (int row = 0; row < part.height(); row++) {
        System.arraycopy(
            pixels, row * part.width(), seen, (part.y() + row) * WIDTH + part.x(), part.width());
      }
    }
  }

  private static Rectangle part(Random random) {
    int x = random.nextInt(WIDTH);
    int y = random.nextInt(HEIGHT);
    return new Rectangle(x, y, 1 + random.nextInt(WIDTH - x), 1 + random.nextInt(HEIGHT - y));
  }
}
