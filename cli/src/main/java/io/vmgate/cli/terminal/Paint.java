package io.vmgate.cli.terminal;

/** Colours the words that tell how something stands, where colours are wanted. */
public final class Paint {
  private static final String OFF = "\u001b[0m";

  private final boolean wanted;

  /** Colour, or leave everything as it is. */
  public Paint(boolean wanted) {
    this.wanted = wanted;
  }

  /** Colour a cell if it is such a word. */
  public String cell(String text) {
    if (!wanted) {
      return text;
    }
    String colour =
        switch (text) {
          case "running", "success", "open" -> "\u001b[32m";
          case "error", "failed", "refused" -> "\u001b[31m";
          case "pending", "starting", "stopping", "migrating", "terminating", "paused" ->
              "\u001b[33m";
          case "stopped", "unknown" -> "\u001b[2m";
          default -> "";
        };
    return colour.isEmpty() ? text : colour + text + OFF;
  }
}
