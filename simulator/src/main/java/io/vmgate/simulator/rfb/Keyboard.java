package io.vmgate.simulator.rfb;

/** Turns key symbols (X11) into what they mean on the guest's console. */
final class Keyboard {
  private static final int BACKSPACE = 0xFF08;
  private static final int TAB = 0xFF09;
  private static final int RETURN = 0xFF0D;
  private static final int KEYPAD_ENTER = 0xFF8D;
  private static final int KEYPAD_0 = 0xFFB0;
  private static final int KEYPAD_9 = 0xFFB9;
  private static final int LEFT_CONTROL = 0xFFE3;
  private static final int RIGHT_CONTROL = 0xFFE4;
  private static final int FIRST_SPECIAL = 0xFD00;
  private static final int LAST_SPECIAL = 0xFFFF;

  private boolean control;

  /** What a key does. */
  sealed interface Stroke {
    record Letter(char letter) implements Stroke {}

    /** Give the clipboard back. */
    record Copy() implements Stroke {}

    record Nothing() implements Stroke {}
  }

  Stroke press(boolean down, int symbol) {
    if (symbol == LEFT_CONTROL || symbol == RIGHT_CONTROL) {
      control = down;
      return new Stroke.Nothing();
    }
    if (!down) {
      return new Stroke.Nothing();
    }
    if (control) {
      return symbol == 'c' || symbol == 'C' ? new Stroke.Copy() : new Stroke.Nothing();
    }
    return switch (symbol) {
      case RETURN, KEYPAD_ENTER -> new Stroke.Letter('\n');
      case BACKSPACE -> new Stroke.Letter('\b');
      case TAB -> new Stroke.Letter(' ');
      default -> {
        if (symbol >= KEYPAD_0 && symbol <= KEYPAD_9) {
          yield new Stroke.Letter((char) ('0' + symbol - KEYPAD_0));
        }
        boolean special = symbol >= FIRST_SPECIAL && symbol <= LAST_SPECIAL;
        yield symbol < ' ' || special
            ? new Stroke.Nothing()
            : new Stroke.Letter(symbol <= '~' ? (char) symbol : '?');
      }
    };
  }
}
