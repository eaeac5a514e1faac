package io.vmgate.cli.terminal;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The program's own words, in one language. */
public final class Texts {
  private static final String BUNDLE = "io.vmgate.cli.messages";

  private final ResourceBundle bundle;

  /** Read the words of this language. */
  public Texts(Language language) {
    // English is the bundle without a suffix; the JVM's own locale must not come between.
    this.bundle =
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            Texts.class.getClassLoader(),
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }

  /** Put a text together; numbers are written plainly, without a thousands separator. */
  public String of(String key, Object... arguments) {
    String pattern = bundle.getString("text." + key);
    Object[] plain = new Object[arguments.length];
    for (int at = 0; at < arguments.length; at++) {
      plain[at] = String.valueOf(arguments[at]);
    }
    return new MessageFormat(pattern, bundle.getLocale()).format(plain);
  }

  /** The bundle, for what describes the commands. */
  public ResourceBundle bundle() {
    return bundle;
  }
}
