package io.vmgate.rest.client;

import io.micronaut.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The header in which proxies say whom they speak for. Only the one that the proxies in front
 * really write is read: they pass the other on as the client sent it.
 */
public enum ForwardedHeader {
  /** Addresses, separated by commas, the nearest last. */
  X_FORWARDED_FOR("X-Forwarded-For") {
    @Override
    String address(String hop) {
      return hop;
    }
  },
  /** RFC 7239 §4: {@code for=192.0.2.60;proto=https, for="[2001:db8::1]:4711"}. */
  FORWARDED("Forwarded") {
    @Override
    String address(String hop) {
      for (String pair : split(hop, ';')) {
        String stripped = pair.strip();
        if (stripped.toLowerCase(Locale.ROOT).startsWith(FOR)) {
          return unquoted(stripped.substring(FOR.length()).strip());
        }
      }
      return "";
    }
  };

  private static final String FOR = "for=";

  private final String wireName;

  ForwardedHeader(String wireName) {
    this.wireName = wireName;
  }

  /** The header's name. */
  public String wireName() {
    return wireName;
  }

  /** What each proxy wrote as the address it was called from, the nearest last. */
  List<String> hops(HttpHeaders headers) {
    List<String> hops = new ArrayList<>();
    for (String line : headers.getAll(wireName)) {
      for (String hop : split(line, ',')) {
        hops.add(address(hop.strip()));
      }
    }
    return hops;
  }

  abstract String address(String hop);

  /** Split where the separator stands outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unquoted(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
