package io.vmgate.rest.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** By what a sign-in can be renewed. */
enum RefreshBy {
  /** By nothing: it ends with its token. */
  NONE,
  /** By a cookie, which the browser keeps and no script can read. */
  COOKIE,
  /** By a token in the answer, which a program keeps. */
  TOKEN;

  static Optional<RefreshBy> ofWireName(String word) {
    return Arrays.stream(values()).filter(by -> by.wireName().equals(word)).findFirst();
  }

  /** All words of the contract, comma separated. */
  static String wireNames() {
    return Arrays.stream(values()).map(RefreshBy::wireName).collect(Collectors.joining(", "));
  }

  private String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
