package io.vmgate.simulator.rfb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A picture, a byte a pixel, and who has yet to see which part of it. Not safe for threads: the
 * {@link Screen} holds a lock around it.
 */
final class Framebuffer {
  private final List<Damage> viewers = new ArrayList<>();
  private int width;
  private int height;
  private byte[] colours;

  Framebuffer(int width, int height) {
    this.width = width;
    this.height = height;
    this.colours = new byte[width * height];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Rectangle bounds() {
    return new Rectangle(0, 0, width, height);
  }

  /** Tell someone's damage from now on what changes; all of the picture is new to them. */
  void attach(Damage damage) {
    damage.resize(width, height);
    viewers.add(damage);
  }

  void detach(Damage damage) {
    viewers.remove(damage);
  }

  /** Become another size; the picture is black afterwards. */
  void resize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    colours = new byte[newWidth * newHeight];
    viewers.forEach(viewer -> viewer.resize(newWidth, newHeight));
  }

  void fill(Rectangle part, int colour) {
    Rectangle shown = part.within(bounds());
    for (int y = shown.y(); y < shown.y() + shown.height(); y++) {
      int from = y * width + shown.x();
      Arrays.fill(colours, from, from + shown.width(), (byte) colour);
    }
    changed(shown);
  }

  void letter(int x, int y, char letter, int ink, int paper) {
    for (int row = 0; row < Glyphs.HEIGHT; row++) {
      for (int column = 0; column < Glyphs.WIDTH; column++) {
        colours[(y + row) * width + x + column] =
            (byte) (Glyphs.isInk(letter, column, row) ? ink : paper);
      }
    }
    changed(new Rectangle(x, y, Glyphs.WIDTH, Glyphs.HEIGHT));
  }

  void text(int x, int y, String text, int ink, int paper) {
    int most = (width - x) / Glyphs.WIDTH;
    for (int i = 0; i < Math.min(text.length(), most); i++) {
      letter(x + i * Glyphs.WIDTH, y, text.charAt(i), ink, paper);
    }
  }

  /** Move a part up by some rows and paint what becomes free at its lower end. */
  void scroll(Rectangle part, int rows, int paper) {
    Rectangle kept =
        new Rectangle(part.x(), part.y(), part.width(), Math.max(0, part.height() - rows));
    for (int y = kept.y(); y < kept.y() + kept.height(); y++) {
      System.arraycopy(
          colours, (y + rows) * width + kept.x(), colours, y * width + kept.x(), kept.width());
    }
    viewers.forEach(viewer -> viewer.moved(kept, rows));
    fill(new Rectangle(part.x(), kept.y() + kept.height(), part.width(), rows), paper);
  }

  /** Copy a part out, row after row; what lies outside the picture is black. */
  byte[] copy(Rectangle part) {
    byte[] copy = new byte[part.width() * part.height()];
    Rectangle shown = part.within(bounds());
    for (int row = 0; row < shown.height(); row++) {
      System.arraycopy(
          colours,
          (shown.y() + row) * width + shown.x(),
          copy,
          (shown.y() - part.y() + row) * part.width() + shown.x() - part.x(),
          shown.width());
    }
    return copy;
  }

  private void changed(Rectangle part) {
    for (Damage viewer : viewers) {
      viewer.changed(part);
    }
  }
}
