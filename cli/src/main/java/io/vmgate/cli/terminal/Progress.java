package io.vmgate.cli.terminal;

/** One line that tells how far something has come; nothing where nobody looks on. */
public final class Progress implements AutoCloseable {
  private static final int LONGEST_LABEL = 50;
  private static final int BAR = 20;
  private static final String CLEAR = "\r\u001b[K";

  private final Surroundings surroundings;
  private boolean shown;

  /** Show it there. */
  public Progress(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Show how far it is now. */
  public void show(String label, int percent) {
    if (!surroundings.progress()) {
      return;
    }
    int full = Math.clamp(percent, 0, 100) * BAR / 100;
    surroundings
        .err()
        .print(
            CLEAR
                + DisplayWidth.cut(Table.harmless(label), LONGEST_LABEL)
                + " ["
                + "#".repeat(full)
                + ".".repeat(BAR - full)
                + "] "
                + percent
                + " %");
    surroundings.err().flush();
    shown = true;
  }

  /** Take the line away: results follow. */
  @Override
  public void close() {
    if (shown) {
      surroundings.err().print(CLEAR);
      surroundings.err().flush();
    }
  }
}
