package io.vmgate.bootstrap.settings;

/** Tell that the platform cannot start as it is set up, in one sentence for the operator. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String sentence) {
    super(sentence);
  }

  public SettingsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
