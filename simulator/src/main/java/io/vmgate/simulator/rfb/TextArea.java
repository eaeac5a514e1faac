package io.vmgate.simulator.rfb;

/** A part of the picture that shows text as a terminal does; new lines push old ones out. */
final class TextArea {
  private final Framebuffer picture;
  private final Rectangle part;
  private final int columns;
  private final int rows;
  private int column;
  private int row;

  TextArea(Framebuffer picture, Rectangle part) {
    this.picture = picture;
    this.part = part;
    this.columns = part.width() / Glyphs.WIDTH;
    this.rows = part.height() / Glyphs.HEIGHT;
    picture.fill(part, Palette.BLACK);
    cursor(true);
  }

  void line(String text) {
    write(text);
    newLine();
  }

  void write(String text) {
    for (int i = 0; i < text.length(); i++) {
      type(text.charAt(i));
    }
  }

  void type(char letter) {
    if (column == columns) {
      newLine();
    }
    draw(letter, Palette.GREY);
    column++;
    cursor(true);
  }

  /** Take back the last letter of the line. */
  void rubOut() {
    if (column > 0) {
      cursor(false);
      column--;
      draw(' ', Palette.GREY);
      cursor(true);
    }
  }

  void newLine() {
    if (row + 1 == rows) {
      // Before anything is drawn, so that viewers who are up to date can move it themselves.
      picture.scroll(
          new Rectangle(part.x(), part.y(), part.width(), rows * Glyphs.HEIGHT),
          Glyphs.HEIGHT,
          Palette.BLACK);
      row--;
    }
    cursor(false);
    column = 0;
    row++;
    cursor(true);
  }

  private void cursor(boolean shown) {
    if (column < columns) {
      picture.fill(
          new Rectangle(x(), y() + Glyphs.HEIGHT - 2, Glyphs.WIDTH, 2),
          shown ? Palette.GREEN : Palette.BLACK);
      if (!shown) {
        draw(' ', Palette.GREY);
      }
    }
  }

  private void draw(char letter, int ink) {
    picture.letter(x(), y(), letter, ink, Palette.BLACK);
  }

  private int x() {
    return part.x() + column * Glyphs.WIDTH;
  }

  private int y() {
    return part.y() + row * Glyphs.HEIGHT;
  }
}
