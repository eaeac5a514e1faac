package io.vmgate.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of the person at the keyboard, in raw mode: every key goes through as it is, Ctrl-C
 * and Ctrl-Z too, and what the machine writes is not touched.
 */
final class RawTerminal implements AutoCloseable {
  private final Terminal terminal;
  private final InputStream keys;
  private final Attributes before;

  RawTerminal(Terminal terminal, InputStream keys) {
    this.terminal = terminal;
    this.keys = keys;
    this.before = terminal.getAttributes();
    terminal.setAttributes(raw(before));
  }

  /**
   * Open it.
   *
   * @throws IOException when there is no terminal
   */
  static RawTerminal open() throws IOException {
    return new RawTerminal(
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .provider("exec")
            .nativeSignals(false)
            .build(),
        System.in);
  }

  private static Attributes raw(Attributes before) {
    Attributes raw = new Attributes(before);
    for (LocalFlag flag :
        new LocalFlag[] {LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN}) {
      raw.setLocalFlag(flag, false);
    }
    for (InputFlag flag :
        new InputFlag[] {
          InputFlag.ICRNL, InputFlag.INLCR, InputFlag.IGNCR, InputFlag.IXON, InputFlag.ISTRIP
        }) {
      raw.setInputFlag(flag, false);
    }
    raw.setOutputFlag(OutputFlag.OPOST, false);
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    return raw;
  }

  /** What is typed, byte by byte. */
  InputStream keys() {
    return keys;
  }

  /** What is shown, byte by byte. */
  OutputStream screen() {
    return terminal.output();
  }

  /** How many rows and columns it has. */
  Size size() {
    return terminal.getSize();
  }

  /** Show a line of the program's own, on a line of its own. */
  void say(String words) {
    try {
      screen().write(("\r\n" + words + "\r\n").getBytes(StandardCharsets.UTF_8));
      screen().flush();
    } catch (IOException gone) {
      // Nobody is there to be told.
    }
  }

  /** Put everything back as it was. */
  @Override
  public void close() throws IOException {
    terminal.setAttributes(before);
    terminal.close();
  }
}
