package io.vmgate.cli.terminal;

import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: Chinese characters take two, accents none. */
public final class DisplayWidth {
  private static final int PRINTABLE_ASCII_FROM = 0x20;
  private static final int PRINTABLE_ASCII_TO = 0x7e;

  private DisplayWidth() {}

  /** Count the columns of a text without control characters. */
  public static int of(String text) {
    int columns = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      columns += ofCharacter(character);
      at += Character.charCount(character);
    }
    return columns;
  }

  private static int ofCharacter(int character) {
    // Most are; the table of the others is then not even loaded.
    if (character >= PRINTABLE_ASCII_FROM && character <= PRINTABLE_ASCII_TO) {
      return 1;
    }
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /** Cut to at most so many columns; what was cut ends with an ellipsis. */
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      used += ofCharacter(character);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(character);
      at += Character.charCount(character);
    }
    return kept.append('…').toString();
  }
}
