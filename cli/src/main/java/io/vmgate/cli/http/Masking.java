package io.vmgate.cli.http;

import java.util.regex.Pattern;

/** Hides what gives access, before anybody looks on. */
public final class Masking {
  private static final String HIDDEN = "$1***";
  private static final Pattern FIELD =
      Pattern.compile(
          "(\"(?:password|token|refreshToken|newPassword)\"\\s*:\\s*\")(?:\\\\.|[^\"\\\\])*");
  private static final Pattern PARAMETER = Pattern.compile("((?i:token)=)[^&\"\\s]+");

  private Masking() {}

  /** A header's value. */
  static String header(String name, String value) {
    return switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "authorization", "cookie", "set-cookie", "proxy-authorization" -> "***";
      default -> text(value);
    };
  }

  /** A body or an address. */
  public static String text(String text) {
    return PARAMETER.matcher(FIELD.matcher(text).replaceAll(HIDDEN)).replaceAll(HIDDEN);
  }
}
