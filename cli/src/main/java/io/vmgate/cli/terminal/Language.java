package io.vmgate.cli.terminal;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A language that the program and the platform speak. */
public enum Language {
  ENGLISH(Locale.ENGLISH),
  CHINESE(Locale.CHINESE);

  private static final List<String> VARIABLES = List.of("VM_LANG", "LC_ALL", "LC_MESSAGES", "LANG");

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  /** Choose as POSIX says: the first of these variables that is not empty decides. */
  public static Language of(Map<String, String> environment) {
    for (String variable : VARIABLES) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        return value.toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
      }
    }
    return ENGLISH;
  }

  Locale locale() {
    return locale;
  }

  /** As the header {@code Accept-Language} says it. */
  public String tag() {
    return locale.toLanguageTag();
  }
}
