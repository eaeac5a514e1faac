package io.vmgate.simulator.selector;

/**
 * The selector cannot be read, or asks for what the type does not offer; the message is the
 * server's own.
 */
public final class SelectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;

  public SelectorException(String text) {
    super(text);
    this.text = text;
  }

  /** Give the message, never null. */
  public String text() {
    return text;
  }
}
