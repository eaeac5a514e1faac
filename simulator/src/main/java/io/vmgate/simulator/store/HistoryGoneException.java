package io.vmgate.simulator.store;

/** The version asked for lies before the oldest change that is still known. */
public final class HistoryGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long asked;
  private final long oldest;

  HistoryGoneException(long asked, long oldest) {
    super(text(asked, oldest));
    this.asked = asked;
    this.oldest = oldest;
  }

  private static String text(long asked, long oldest) {
    return "too old resource version: " + asked + " (" + oldest + ")";
  }

  /** Give the message, in the server's words. */
  public String text() {
    return text(asked, oldest);
  }

  /** Give the oldest version that can still be asked for. */
  public long oldest() {
    return oldest;
  }
}
